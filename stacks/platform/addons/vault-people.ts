import type { Role, RoleBinding } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import { ADD_ON_IDENTITIES, type ResolvedEnvironment, vaultLogins, vaultServers } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, type Place } from '../place';
import { serverPods } from './vault-config';

const NAME = 'port-forward';
const API_GROUP = 'rbac.authorization.k8s.io';

/**
 * How people come to the servers: by `kubectl port-forward`, which takes rights in their namespace. They are for the groups
 * that Vault knows, squads that put values and administrators, and open nothing but a way to its door: no logs, no shell,
 * no Secret. Who comes through logs in to Vault by the company's identity provider.
 */
export function vaultPeople(scope: Construct, place: Place, environment: ResolvedEnvironment): void {
  const { vault } = place.facts;
  if (vault === undefined) return;
  const chart = new Chart(new Construct(scope, 'vault-people'), 'people', {
    namespace: ADD_ON_IDENTITIES.vault.namespace,
  });
  const metadata = metadataOf(NAME, 'people', place);
  new Manifest<Role>(chart, 'Role', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [
      // A list cannot be of some by name.
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
      { apiGroups: [''], resources: ['services'], verbs: ['get'] },
      {
        apiGroups: [''],
        resources: ['pods/portforward'],
        resourceNames: serverPods(vaultServers(place.facts)),
        verbs: ['create'],
      },
    ],
  });
  for (const [name, group] of [['administrators', vault.administrators] as const, ...squads(environment)]) {
    new Manifest<RoleBinding>(chart, `RoleBinding-${name}`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { ...metadata, name: `${NAME}-${name}` },
      roleRef: { apiGroup: API_GROUP, kind: 'Role', name: NAME },
      subjects: [{ apiGroup: API_GROUP, kind: 'Group', name: group }],
    });
  }
}

/** The groups of squads whose services read values that people put. */
function squads({ services, squads }: ResolvedEnvironment): (readonly [string, string])[] {
  return squads
    .filter(({ name }) => {
      const own = vaultLogins({ services: services.filter(({ squad }) => squad === name) });
      return own.some(({ secrets }) => secrets.some(({ engine }) => engine === 'kv'));
    })
    .map(({ name, group }) => [`squad-${name}`, group] as const);
}
