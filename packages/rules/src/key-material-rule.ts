import { type FoundKey, keyIn, keysIn, notShown } from '@plinth/errors';
import { formatPlanned, type PlannedObject } from './cloud-contract';
import type { Fault, Finding, Rule } from './rule';

const ID = 'key-material';

/**
 * No object says a key. Declarations are judged before; this holds for constructs and charts of anybody's.
 * Not in a Secret either: what is rendered is committed.
 */
export const keyMaterialRule: Rule = {
  id: ID,
  title: 'no object holds what looks like a key',
  controls: ['H12', 'C-0012', 'PCI-DSS-8.6.2'],
  applies: mayHoldKey,
  *check({ object }) {
    for (const found of keysIn(object)) yield faultOf(found);
  },
};

/** The same of what programs of the cloud would register: plans are committed, and state is read by many. */
export function plannedKeyFindings(resources: readonly PlannedObject[]): Finding[] {
  return resources.flatMap((resource) =>
    [...keysIn(resource.inputs)].map((found) => ({
      rule: ID,
      object: formatPlanned(resource),
      file: resource.file,
      ...faultOf(found),
    })),
  );
}

function faultOf({ path, kind }: FoundKey): Fault {
  return {
    path: path
      .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`))
      .join(''),
    found: notShown(kind),
    allowed: 'references to secrets: files of Vault in a cluster, ciphertext in the configuration of Pulumi',
    fix: 'make a new one and keep it in Vault or in Pulumi: this one has been in a file',
  };
}

/** Texts that are no keys. Most stand in many objects; it is emptied rather than let grow. */
const harmless = new Set<string>();
const MOST = 20_000;

/** Names that give a value away which has no form of its own. */
const TELLING = /secret|token|twilio|authorization/i;

function mayHoldKey(value: unknown): boolean {
  if (typeof value === 'string') return !isHarmless(value);
  if (Array.isArray(value)) return value.some(mayHoldKey);
  if (typeof value !== 'object' || value === null) return false;
  for (const [name, entry] of Object.entries(value)) {
    if (!isHarmless(name) || mayHoldKey(entry)) return true;
    if (typeof entry === 'string' && TELLING.test(name) && !isHarmless(`${name}=${entry}`)) return true;
  }
  return false;
}

function isHarmless(text: string): boolean {
  if (text.length < 12 || harmless.has(text)) return true;
  if (keyIn(text) !== undefined) return false;
  if (harmless.size === MOST) harmless.clear();
  harmless.add(text);
  return true;
}
