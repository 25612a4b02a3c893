import type { PlannedResource } from '../plan';
import type { EngineSettings } from './engine-state';
import { isSecretOnTheWire, secretOnTheWire, type WireObject, type WireValue } from './wire-value';

/** The id of something that does not exist yet. */
export function idOf(type: string, name: string): string {
  return symbol(type, name, 'id');
}

/** What the cloud would answer: the inputs, a symbol for what only the cloud can know, and above both what a test says. */
export function outputsOf(
  resource: PlannedResource,
  inputs: WireObject,
  secretNames: readonly string[],
  settings: EngineSettings,
): WireObject {
  const { type, name } = resource;
  const symbols = settings.outputNames(type).map((key) => [key, symbol(type, name, key)] as const);
  const answer = settings.answers[type]?.(name, resource.inputs) ?? {};
  const outputs: Record<string, WireValue> = {
    ...Object.fromEntries(symbols),
    ...inputs,
    // Through JSON: the protocol knows no `undefined`.
    ...(JSON.parse(JSON.stringify(answer)) as WireObject),
  };
  for (const key of secretNames) {
    const value = outputs[key];
    if (value !== undefined && !isSecretOnTheWire(value)) outputs[key] = secretOnTheWire(value);
  }
  return outputs;
}

/** What stands for an output that only the cloud knows. */
export function symbol(type: string, name: string, property: string): string {
  return `\${${type}.${name}.${property}}`;
}
