import { type ApiClient, type KubernetesObject, until } from '@plinth/testing';

/** While `act` runs, every namespace may have as many pods as it had before, and no more. */
export async function withoutQuota(api: ApiClient, act: () => Promise<unknown>): Promise<void> {
  const quotas = await api.list('v1', 'ResourceQuota');
  await whileBound(api, quotas, ({ status }) => ({ hard: { pods: status.used.pods } }), act);
}

/** While `act` runs, no container of the namespace may have more memory than this. */
export async function withBoundMemory(
  api: ApiClient,
  { namespace, memory }: { readonly namespace: string; readonly memory: string },
  act: () => Promise<unknown>,
): Promise<void> {
  const ranges = await api.list('v1', 'LimitRange', { namespace });
  const smaller = (limits: Readonly<Record<string, string>>) => ({ ...limits, memory });
  await whileBound(
    api,
    ranges,
    ({ spec }) => ({
      limits: (spec.limits as readonly Limit[]).map((limit) => ({
        ...limit,
        max: smaller(limit.max),
        default: smaller(limit.default),
        defaultRequest: smaller(limit.defaultRequest),
      })),
    }),
    act,
  );
}

type Limit = Readonly<Record<'max' | 'default' | 'defaultRequest', Readonly<Record<string, string>>>>;

async function whileBound(
  api: ApiClient,
  bounds: readonly KubernetesObject[],
  change: (bound: KubernetesObject) => object,
  act: () => Promise<unknown>,
): Promise<void> {
  await Promise.all(bounds.map((bound) => api.patch(bound, { spec: change(bound) })));
  try {
    await act();
  } finally {
    await Promise.all(bounds.map((bound) => api.patch(bound, { spec: bound.spec })));
  }
}

/** Resolves when the cluster has said in an event, in each of the namespaces, that it refused a pod for this reason. */
export async function refusalsAreTold(
  api: ApiClient,
  namespaces: readonly string[],
  reason: string,
): Promise<void> {
  await until(`each namespace has an event about "${reason}"`, async () => {
    const events = await api.list('v1', 'Event');
    const told = events.filter(
      (event) => event.reason === 'FailedCreate' && String(event.message).includes(reason),
    );
    return namespaces.every((namespace) => told.some(({ metadata }) => metadata.namespace === namespace));
  });
}
