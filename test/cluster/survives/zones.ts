import { type KubernetesObject, type LocalClusterOptions, refTo, until } from '@plinth/testing';
import type { Company } from './company';
import { serves } from './pod';
import type { Service } from './service';
import { NODE_WINDOWS, SILENCE_WINDOWS, type Windows } from './shortened';

const { 'node-lease-duration-seconds': leaseSeconds, ...MONITOR } = SILENCE_WINDOWS;

/** A cluster that gives nodes up soon, and their pods as late as any other. */
export const SOON_SILENT = {
  leaseSeconds,
  flags: { 'kube-controller-manager': flags(MONITOR) },
} as const satisfies Partial<LocalClusterOptions>;

/** A cluster that gives both up soon. */
export const SHORTENED = {
  ...SOON_SILENT,
  flags: {
    ...SOON_SILENT.flags,
    'kube-apiserver': flags({
      'default-not-ready-toleration-seconds': NODE_WINDOWS['default-not-ready-toleration-seconds'],
      'default-unreachable-toleration-seconds': NODE_WINDOWS['default-unreachable-toleration-seconds'],
    }),
  },
} as const satisfies Partial<LocalClusterOptions>;

function flags(windows: Windows): Record<string, string> {
  return Object.fromEntries(Object.entries(windows).map(([name, value]) => [name, `${value}`]));
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

/** Resolves when all nodes of the zone are as they should be, or have all been given up: from then on the patience of pods counts. */
export async function nodesAre(
  { cluster: { api, nodes } }: Company,
  zone: string,
  state: 'ready' | 'given up',
): Promise<void> {
  const isSo = state === 'ready' ? isReady : isGivenUp;
  await until(`the nodes of ${zone} are ${state}`, async () => {
    const all = await Promise.all(nodes.in(zone).map((name) => api.get(refTo('v1', 'Node', name))));
    return all.every(isSo);
  });
}

function isReady(node: KubernetesObject): boolean {
  const conditions = node.status.conditions as readonly { readonly type: string; readonly status: string }[];
  const isSaid = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  return isSaid && taintsOf(node).length === 0;
}

function isGivenUp(node: KubernetesObject): boolean {
  return taintsOf(node).some(({ effect }) => effect === 'NoExecute');
}

function taintsOf({ spec }: KubernetesObject): readonly { readonly effect: string }[] {
  return spec.taints ?? [];
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
    await nodesAre(company, zone, 'given up');
    await act();
  } finally {
    nodes.signal(zone, 'SIGCONT');
  }
  await nodesAre(company, zone, 'ready');
}
