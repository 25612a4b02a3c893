import { show } from '@plinth/errors';
import type { Identity } from '../identity';
import type { JsonObject } from '../json';
import type { Fault } from '../rule';
import { Catalogue } from '../schema/catalogue';
import { dnsLabel, noFaults, textFaults } from './text-form';

/**
 * What may stand in a namespace of the system: the grants that an extension API server needs to read its
 * settings there.
 */
const systemKinds = ['Role', 'RoleBinding'];

/** What is wrong with the namespace of an object: none, one too many, or one that is not ours. */
export function namespaceFaults(
  object: JsonObject,
  identity: Identity,
  namespace: unknown,
): readonly Fault[] {
  const path = 'metadata.namespace';
  const { kind, name } = identity;
  if (kind === 'Namespace' && isOfSystem(name)) return [reserved('metadata.name', name)];
  const known = Catalogue.get().tryFind(String(object.apiVersion), kind);
  // An unknown kind is the matter of the rule `schema`; so is a namespace that is no text.
  if (known === undefined || (namespace !== undefined && typeof namespace !== 'string')) return noFaults;
  if (!known.namespaced) {
    if (namespace === undefined) return noFaults;
    return [
      { path, found: show(namespace), allowed: `none: a ${kind} is of the whole cluster`, fix: 'delete it' },
    ];
  }
  if (namespace === undefined) {
    return [{ path, found: 'nothing', allowed: `the namespace of the ${kind}`, fix: 'add it' }];
  }
  if (isOfSystem(namespace) && (namespace === 'default' || !systemKinds.includes(kind))) {
    return [reserved(path, namespace)];
  }
  return textFaults(() => path, namespace, dnsLabel, 'write the name of a namespace');
}

function isOfSystem(namespace: string): boolean {
  return namespace === 'default' || namespace.startsWith('kube-');
}

function reserved(path: string, found: string): Fault {
  return {
    path,
    found: show(found),
    allowed: 'a namespace of ours: "default" and "kube-…" belong to the system',
    fix: "write the squad's namespace",
  };
}
