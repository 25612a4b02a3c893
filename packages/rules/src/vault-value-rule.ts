import { isJsonObject, type Json } from './json';
import type { Fault, Rule } from './rule';

/** What others use to carry values of Vault into variables, Secrets and manifests. */
const CARRIERS: readonly RegExp[] = [
  /^vault\.hashicorp\.com\//,
  /^vault\.security\.banzaicloud\.io\//,
  /^avp\.kubernetes\.io\//,
];

/** Kinds whose controllers write values of Vault into Secrets of Kubernetes. */
const COPIES = new Set([
  'ClusterExternalSecret',
  'ExternalSecret',
  'VaultDynamicSecret',
  'VaultPKISecret',
  'VaultStaticSecret',
]);

/** A token of Vault, or text that a plugin would replace by a value of Vault. */
const VALUES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a token of Vault', /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/],
  ['a place of Vault whose value would stand there', /^(?:>>)?vault:[^#\s]+#|<path:[^>]+#[^>]+>/],
];

const ALLOWED = 'values of Vault in files of memory, which its agent writes in the pod';
const FIX = 'declare the secret, and read its file';

/**
 * Variables, ConfigMaps, annotations and Secrets are read by many: whoever may list objects, describe a pod or read a core dump.
 * A value of Vault stands in none of them. What is found is never printed.
 */
export const vaultValueRule: Rule = {
  id: 'vault-value',
  title: 'values of Vault are files of the pod, and nothing else',
  controls: ['H12', 'F35', 'PCI-DSS-8.6.2'],
  applies: () => true,
  *check({ object }) {
    if (COPIES.has(String(object.kind))) {
      const found = `${String(object.kind)}, which makes a Secret of Kubernetes`;
      yield { path: 'kind', found, allowed: ALLOWED, fix: FIX };
    }
    yield* faultsIn(object, '');
  },
};

function* faultsIn(value: Json | undefined, path: string): Iterable<Fault> {
  if (typeof value === 'string') {
    const known = VALUES.find(([, pattern]) => pattern.test(value));
    if (known !== undefined) yield { path, found: known[0], allowed: ALLOWED, fix: FIX };
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* faultsIn(each, `${path}[${index}]`);
  } else if (isJsonObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      const below = path === '' ? key : `${path}.${key}`;
      const carries = key === 'secretKeyRef' || key === 'secretRef';
      if (carries && /\.(?:env|envFrom)\[\d+\]/.test(path)) {
        yield { path: below, found: 'a variable with the value of a Secret', allowed: ALLOWED, fix: FIX };
      } else if (path.endsWith('annotations') && CARRIERS.some((carrier) => carrier.test(key))) {
        const found = `the annotation ${JSON.stringify(key)}, on which another agent would act`;
        yield { path: `${path}[${JSON.stringify(key)}]`, found, allowed: ALLOWED, fix: FIX };
      } else {
        yield* faultsIn(each, below);
      }
    }
  }
}
