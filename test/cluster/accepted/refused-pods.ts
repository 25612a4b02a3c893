import type { KubernetesObject } from '@plinth/testing';

/** The parts of a pod template that are broken on purpose. */
// biome-ignore lint/suspicious/noExplicitAny: the object is broken on purpose
export type Loose = any;

export interface RefusedPod {
  readonly title: string;
  readonly change: (pod: Loose, app: Loose) => void;
  /** What the server says of it. */
  readonly because: RegExp;
}

const VIOLATES = 'violates PodSecurity "restricted:v1\\.\\d+".*';

/** What no pod of a squad may be: each is one change to a template of ours, and one reason of Pod Security. */
export const insecurePods: readonly RefusedPod[] = [
  {
    title: 'that does not say that it is no root',
    change: (pod, app) => {
      delete pod.securityContext.runAsNonRoot;
      delete app.securityContext.runAsNonRoot;
    },
    because: violates('runAsNonRoot != true'),
  },
  {
    title: 'of the user 0',
    change: (pod) => Object.assign(pod.securityContext, { runAsUser: 0 }),
    because: violates('runAsUser=0'),
  },
  {
    title: 'that is privileged',
    change: (_, app) =>
      Object.assign(app.securityContext, { privileged: true, allowPrivilegeEscalation: true }),
    because: violates('privileged'),
  },
  {
    title: 'that may gain privileges',
    change: (_, app) => Object.assign(app.securityContext, { allowPrivilegeEscalation: true }),
    because: violates('allowPrivilegeEscalation != false'),
  },
  {
    title: 'with a folder of the node',
    change: (pod) => pod.volumes.push({ name: 'node', hostPath: { path: '/etc' } }),
    because: violates('uses restricted volume type "hostPath"'),
  },
  {
    title: 'in the network of the node',
    change: (pod) => Object.assign(pod, { hostNetwork: true }),
    because: violates('hostNetwork=true'),
  },
  {
    title: 'that sees the processes of the node',
    change: (pod) => Object.assign(pod, { hostPID: true }),
    because: violates('hostPID=true'),
  },
  {
    title: 'with a port of the node',
    change: (_, app) => app.ports.push({ name: 'node', containerPort: 9999, hostPort: 9999 }),
    because: violates('hostPort'),
  },
  {
    title: 'with a capability more',
    change: (_, app) => Object.assign(app.securityContext.capabilities, { add: ['NET_ADMIN'] }),
    because: violates('must not include "NET_ADMIN"'),
  },
  {
    title: 'that keeps its capabilities',
    change: (_, app) => delete app.securityContext.capabilities,
    because: violates('unrestricted capabilities'),
  },
  {
    title: 'without a seccomp profile',
    change: (pod, app) => {
      delete pod.securityContext.seccompProfile;
      delete app.securityContext.seccompProfile;
    },
    because: violates('seccompProfile'),
  },
  {
    title: 'without a restraint by AppArmor',
    change: (pod) => Object.assign(pod.securityContext, { appArmorProfile: { type: 'Unconfined' } }),
    because: violates('forbidden AppArmor profile'),
  },
  {
    title: 'whose /proc is unmasked',
    change: (pod, app) => {
      Object.assign(pod, { hostUsers: false });
      Object.assign(app.securityContext, { procMount: 'Unmasked' });
    },
    because: violates('procMount'),
  },
  {
    title: 'with a kernel setting of the node',
    change: (pod) => Object.assign(pod.securityContext, { sysctls: [{ name: 'kernel.msgmax', value: '1' }] }),
    because: violates('forbidden sysctls'),
  },
  {
    title: 'whose probe calls another host',
    change: (_, app) => Object.assign(app.livenessProbe.httpGet, { host: '169.254.169.254' }),
    because: violates('probe'),
  },
];

/** A workload of ours under another name, with its template changed. It serves nobody: its labels are its own. */
export function mutated(
  deployment: KubernetesObject,
  name: string,
  change: (pod: Loose, app: Loose) => void,
): KubernetesObject {
  const copy = structuredClone(deployment) as Loose;
  const labels = { 'app.kubernetes.io/instance': name };
  copy.metadata.name = name;
  copy.spec.replicas = 1;
  copy.spec.selector.matchLabels = labels;
  Object.assign(copy.spec.template.metadata.labels, labels);
  const pod = copy.spec.template.spec;
  for (const { labelSelector } of pod.topologySpreadConstraints ?? []) labelSelector.matchLabels = labels;
  change(pod, pod.containers[0]);
  return copy;
}

function violates(what: string): RegExp {
  return new RegExp(`${VIOLATES}${what.replace(/[.*()=!]/g, '\\$&')}`);
}
