import { type KubernetesObject, type LocalClusterOptions, refTo, until } from '@plinth/testing';
import type { Company } from './company';
import { serves } from './pod';
import type { Service } from './service';
import { NODE_WINDOWS } from './shortened';

/** A cluster that gives nodes up soon. */
export const SHORTENED = {
  leaseSeconds: NODE_WINDOWS['node-lease-duration-seconds'],
  flags: {
    'kube-apiserver': flags('default-not-ready-toleration-seconds', 'default-unreachable-toleration-seconds'),
    'kube-controller-manager': flags(
      'node-monitor-period',
      'node-monitor-grace-period',
      'node-eviction-rate',
    ),
  },
} as const satisfies Partial<LocalClusterOptions>;

function flags(...names: readonly (keyof typeof NODE_WINDOWS)[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `${NODE_WINDOWS[name]}`]));
}

/** In which zone each pod of a service serves: `{ 'europe-west6-a': 2, … }`; zones without one are there too. */
export function spreadOf(
  { cluster: { nodes }, observer }: Company,
  service: Service,
): Record<string, number> {
  const pods = observer.podsOf(service).filter(serves);
  return Object.fromEntries(
    nodes.zones.map((zone) => [zone, pods.filter((pod) => isIn(nodes.in(zone), pod)).length]),
  );
}

export function isIn(nodes: readonly string[], { spec }: KubernetesObject): boolean {
  return nodes.includes(spec.nodeName);
}

/** Resolves when the API says of all nodes of the zone that they are ready, or of none. */
export async function nodesAre(
  { cluster: { api, nodes } }: Company,
  zone: string,
  state: 'ready' | 'not ready',
): Promise<void> {
  await until(`the nodes of ${zone} are ${state}`, async () => {
    const all = await Promise.all(nodes.in(zone).map((name) => api.get(refTo('v1', 'Node', name))));
    return all.every((node) => isReady(node) === (state === 'ready'));
  });
}

function isReady({ spec, status }: KubernetesObject): boolean {
  const conditions = status.conditions as readonly { readonly type: string; readonly status: string }[];
  const tainted = ((spec.taints ?? []) as readonly { readonly effect: string }[]).length > 0;
  return !tainted && conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');
}

/** Resolves when each service has all its pods outside of the zone, but for those that wait for their disks. */
export async function servesWithout(company: Company, zone: string): Promise<void> {
  const { cluster, observer, services } = company;
  const lost = cluster.nodes.in(zone);
  await until(
    `every service has all its pods outside of ${zone}`,
    async () => {
      const short = services
        .filter(({ kind }) => kind === 'Deployment')
        .filter(
          (service) =>
            observer.podsOf(service).filter((pod) => serves(pod) && !isIn(lost, pod)).length < service.min,
        );
      if (short.length > 0) throw new Error(short.map(({ name }) => name).join(', '));
      return true;
    },
    { seconds: 150 },
  );
}

/** Pods that no node takes, by name of their service. */
export function pendingIn({ observer, services, variants }: Company): string[] {
  return [...services, ...variants]
    .filter((service) => observer.podsOf(service).some(({ spec }) => spec.nodeName === undefined))
    .map(({ name }) => name);
}

/** What happens while the kubelets of a zone are silent; they speak again, however it ends. */
export async function whileSilent(
  company: Company,
  zone: string,
  act: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { nodes } = company.cluster;
  nodes.signal(zone, 'SIGSTOP');
  try {
    await nodesAre(company, zone, 'not ready');
    await act();
  } finally {
    nodes.signal(zone, 'SIGCONT');
  }
  await nodesAre(company, zone, 'ready');
}
