import { didYouMean, oneOf, type Problem, UserError } from '@plinth/errors';
import type { PlanReference } from '../plan';
import type { EngineSettings, EngineState } from './engine-state';
import { holdsSecret, secretOnTheWire, type WireObject, type WireValue } from './wire-value';

/**
 * The properties of a stack reference.
 * @throws UserError `unknown-reference`
 */
export async function referenceOutputs(
  written: string,
  settings: EngineSettings,
  state: EngineState,
): Promise<WireObject> {
  const reference = referenced(written, settings);
  const plan = typeof reference === 'function' ? await reference() : reference;
  const entries = Object.entries(plan.outputs);
  state.referenced.set(written, Object.keys(plan.outputs).sort());
  const secretOutputNames = entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key);
  const outputs = entries.map(([key, value]): [string, WireValue] => [
    key,
    secretOutputNames.includes(key) ? secretOnTheWire(value) : value,
  ]);
  return { name: written, outputs: Object.fromEntries(outputs), secretOutputNames };
}

/** The plan that a reference means: by the whole name, in our own organization, or by project for the same stack. */
function referenced(written: string, { references, identity, where }: EngineSettings): PlanReference {
  const [stack, project, organization = identity.organization] = written.split('/').reverse();
  const plan =
    references.get(`${organization}/${project}/${stack}`) ??
    (project !== undefined && stack === identity.stack ? references.get(project) : undefined);
  if (plan !== undefined) return plan;
  const names = [...references.keys()];
  throw new UserError({
    code: 'unknown-reference',
    where: `${where}: stack reference "${written}"`,
    found: 'no plan of that stack',
    allowed: names.length === 0 ? 'none: no other plan was given' : oneOf(names),
    fix: didYouMean(written, names, 'plan that stack first, or correct the reference'),
  });
}

/** The problem in what the runtime says about an output that the other stack does not have. */
export function missingOutput(text: string, where: string, state: EngineState): Problem | undefined {
  const [, output, stack] = /Required output '(.*?)' does not exist on stack '(.*?)'/.exec(text) ?? [];
  if (output === undefined || stack === undefined) return undefined;
  const names = state.referenced.get(stack) ?? [];
  return {
    code: 'missing-output',
    where: `${where}: stack reference "${stack}"`,
    found: `no output "${output}"`,
    allowed: names.length === 0 ? 'none: it exports nothing' : oneOf(names),
    fix: `export "${output}" there, or correct the name here`,
  };
}
