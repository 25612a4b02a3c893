import { MASKED, type PlannedValue, UNKNOWN } from '../plan';

/** JSON as it travels between program and engine, with secrets and references in objects that carry a signature. */
export type WireValue = null | boolean | number | string | readonly WireValue[] | WireObject;
export interface WireObject {
  readonly [key: string]: WireValue;
}

/** Pulumi's own constants: `@pulumi/pulumi/runtime/rpc`, which would load the whole runtime into this process. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const RESOURCE = '5cf8f73096256a8f31e491e813e4eb8e';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const UNKNOWN_ON_THE_WIRE = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** A value as a plan shows it; the plain text of each secret that is met goes to `onSecret`. */
export function planned(value: WireValue, onSecret: (text: string) => void): PlannedValue {
  if (typeof value === 'string') return value.replaceAll(UNKNOWN_ON_THE_WIRE, UNKNOWN);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((element) => planned(element, onSecret));
  switch (value[SIGNATURE]) {
    case SECRET:
      return masked(value.value ?? null, onSecret);
    case OUTPUT:
      if (value.secret === true) return masked(value.value ?? null, onSecret);
      return value.value === undefined ? UNKNOWN : planned(value.value, onSecret);
    case RESOURCE:
      return planned(value.id ?? value.urn ?? null, onSecret);
    default:
      return plannedObject(value, onSecret);
  }
}

/** The properties of an object by name, so that the order of a program's lines never shows. */
export function plannedObject(
  value: WireObject,
  onSecret: (text: string) => void,
): { readonly [key: string]: PlannedValue } {
  const keys = Object.keys(value).filter((key) => key !== SIGNATURE);
  return Object.fromEntries(keys.sort().map((key) => [key, planned(value[key] ?? null, onSecret)]));
}

export function secretOnTheWire(value: WireValue): WireObject {
  return { [SIGNATURE]: SECRET, value };
}

export function isSecretOnTheWire(value: WireValue): boolean {
  return value !== null && typeof value === 'object' && !isList(value) && value[SIGNATURE] === SECRET;
}

/** Whether a planned value holds what was a secret. */
export function holdsSecret(value: PlannedValue): boolean {
  if (typeof value === 'string') return value.includes(MASKED);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(holdsSecret);
}

function masked(value: WireValue, onSecret: (text: string) => void): string {
  for (const text of textsOf(value)) onSecret(text);
  return MASKED;
}

function textsOf(value: WireValue): string[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.values(value).flatMap(textsOf);
}

function isList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}
