import type { ApiClient } from '../api-client';
import { type ObjectRef, refTo } from '../kubernetes-object';
import { until } from '../until';
import type { AggregatedGroup } from './metrics-aggregated-api';

/** Where the Services of aggregated APIs are: no environment has such a namespace. */
const NAMESPACE = 'simulated-metrics';

/** The name by which the API server verifies the server's certificate. */
export function serverName(served: AggregatedGroup): string {
  return `${serviceName(served)}.${NAMESPACE}.svc`;
}

/** Tells the API server where an API is served, and by whose certificate. */
export async function register(
  api: ApiClient,
  served: AggregatedGroup,
  { port, authority }: { readonly port: number; readonly authority: string },
): Promise<void> {
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await api.apply(service(served, port), { force: true });
  await api.apply(apiService(served, port, authority), { force: true });
}

/** Waits until the API server has noticed that the API is there, or gone. */
export async function noticed(
  api: ApiClient,
  served: AggregatedGroup,
  status: 'True' | 'False',
): Promise<void> {
  const ref = apiServiceRef(served);
  let look = 0;
  await until(`${served.group} is ${status === 'True' ? '' : 'not '}available`, async () => {
    // It looks by itself every 30 s only, and at once when the registration changes.
    if (look % 10 === 0) {
      await api.patch(ref, { metadata: { annotations: { 'plinth.test/look': `${status}-${look}` } } });
    }
    look += 1;
    const conditions = ((await api.get(ref)).status?.conditions ?? []) as readonly Condition[];
    return conditions.some((condition) => condition.type === 'Available' && condition.status === status);
  });
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

function service(served: AggregatedGroup, port: number): ObjectRef & { readonly spec: object } {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName(served), namespace: NAMESPACE },
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ name: 'https', port }] },
  };
}

function apiService(
  served: AggregatedGroup,
  port: number,
  authority: string,
): ObjectRef & { readonly spec: object } {
  return {
    ...apiServiceRef(served),
    spec: {
      group: served.group,
      version: served.version,
      groupPriorityMinimum: 100,
      versionPriority: 100,
      service: { namespace: NAMESPACE, name: serviceName(served), port },
      caBundle: Buffer.from(authority).toString('base64'),
      insecureSkipTLSVerify: false,
    },
  };
}

function apiServiceRef({ group, version }: AggregatedGroup): ObjectRef {
  return refTo('apiregistration.k8s.io/v1', 'APIService', `${version}.${group}`);
}

function serviceName({ group }: AggregatedGroup): string {
  return group.replaceAll('.', '-');
}
