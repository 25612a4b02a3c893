import { type KubernetesObject, titleOf, until } from '@plinth/testing';
import type { Company } from './company';
import { serves } from './pod';

/**
 * Resolves when nothing is on its way any more: each service has exactly as many pods as it wants, all of them of its latest
 * revision and serving, and each disruption budget would let somebody go.
 */
export async function isQuiet({ cluster: { api }, observer, services, variants }: Company): Promise<void> {
  const all = [...services, ...variants];
  await until(
    'every service has all its pods, and every budget has room',
    async () => {
      const short = all.filter((service) => {
        const pods = observer.podsOf(service);
        return pods.length !== service.min || !pods.every(serves);
      });
      if (short.length > 0) throw new Error(short.map(({ name }) => name).join(', '));
      const owners = [
        ...(await api.list('apps/v1', 'Deployment')),
        ...(await api.list('apps/v1', 'StatefulSet')),
      ];
      const budgets = await api.list('policy/v1', 'PodDisruptionBudget');
      const loud = [
        ...owners.filter((owner) => !isRolledOut(owner)),
        ...budgets.filter((one) => !hasRoom(one)),
      ];
      if (loud.length > 0) throw new Error(loud.map(titleOf).join(', '));
      return true;
    },
    // A quota that has missed that a pod went is counted again after five minutes, and until then may keep a rollout waiting.
    { seconds: 400, every: 200 },
  );
}

function isRolledOut({ metadata, spec, status }: KubernetesObject): boolean {
  return (
    status?.observedGeneration === metadata.generation &&
    status.updatedReplicas === spec.replicas &&
    status.replicas === spec.replicas &&
    status.readyReplicas === spec.replicas
  );
}

function hasRoom({ metadata, status }: KubernetesObject): boolean {
  return status?.observedGeneration === metadata.generation && status.disruptionsAllowed > 0;
}
