import { join } from 'node:path';
import { type KubernetesObject, readManifests } from '@plinth/testing';
import { root } from '../../company/read-releases';

const PROD = join(root, 'manifests/prod');

/** The service whose autoscaler is shown, and the users that it follows. */
export const NAMESPACE = 'exchange';
export const SERVICE = 'exchange-manager';
export const ACTIVE_USERS = 'custom.googleapis.com|exchange|active_users';

/** What the control plane itself knows; the rest needs definitions, and scales nothing. */
const BUILT_IN = [
  '',
  'apps',
  'autoscaling',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
];

/** Prod's own manifests of the squad `exchange`: its namespace with quota and limits, priorities, and all of its services. */
export function exchangeInProd(): KubernetesObject[] {
  return [
    ...readManifests(join(PROD, 'platform')).filter(({ kind }) => kind === 'PriorityClass'),
    ...readManifests(join(PROD, 'platform', NAMESPACE)),
    ...readManifests(join(PROD, 'workloads', NAMESPACE)),
  ].filter(({ apiVersion }) => BUILT_IN.includes(groupOf(apiVersion)));
}

/** The one object of a kind and a name. */
export function find(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string = SERVICE,
): KubernetesObject {
  const [found, ...others] = objects.filter(
    (object) => object.kind === kind && object.metadata.name === name,
  );
  if (found === undefined || others.length > 0) throw new Error(`not one ${kind} ${name}`);
  return found;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
