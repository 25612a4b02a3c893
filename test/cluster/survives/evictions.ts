import { type ApiClient, ApiError, type KubernetesObject } from '@plinth/testing';
import type { Company } from './company';
import { isOfJob, serves } from './pod';
import { INSTANCE, titleOfService } from './service';

/** What the API server answers when a budget has no room, and when the pod has gone already. */
const REFUSED = [429, 404];

/**
 * What happens while somebody tries to evict, once, all other pods of a service as soon as one of them is ended. That is the worst
 * moment: the budget may not have counted that one yet.
 */
export async function evictingTheOthers(
  { cluster: { api }, observer, services, variants }: Company,
  act: () => Promise<unknown>,
): Promise<void> {
  const untouched = new Map([...services, ...variants].map((service) => [titleOfService(service), service]));
  const tries: Promise<void>[] = [];
  const failures: unknown[] = [];
  const ending = new AbortController();
  const see = (ended: KubernetesObject) => {
    if (ended.metadata.deletionTimestamp === undefined || isOfJob(ended)) return;
    const { namespace = '', uid } = ended.metadata;
    const title = titleOfService({ namespace, name: ended.metadata.labels?.[INSTANCE] ?? '' });
    const service = untouched.get(title);
    if (service === undefined) return;
    untouched.delete(title);
    const others = observer.podsOf(service).filter((pod) => serves(pod) && pod.metadata.uid !== uid);
    tries.push(...others.map((pod) => tryEvict(api, pod).catch((error) => void failures.push(error))));
  };
  await api.watch('v1', 'Pod', ({ object }) => see(object), { signal: ending.signal });
  try {
    await act();
    await Promise.all(tries);
  } finally {
    ending.abort();
  }
  if (failures.length > 0) throw new AggregateError(failures, 'somebody could not even ask');
}

async function tryEvict(api: ApiClient, { metadata: { name, namespace } }: KubernetesObject): Promise<void> {
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  try {
    await api.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, eviction);
  } catch (error) {
    if (!(error instanceof ApiError && REFUSED.includes(error.status))) throw error;
  }
}
