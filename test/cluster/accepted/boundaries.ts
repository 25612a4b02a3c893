import type { KubernetesObject } from '@plinth/testing';
import type { Loose } from './refused-pods';

/** Where objects about boundaries live. Nothing watches over it, so that the boundary alone is judged. */
export const BOUNDARY_NAMESPACE = 'boundaries';

/** Two objects that differ in one step across a boundary. */
export interface Boundary {
  readonly what: string;
  readonly taken: KubernetesObject;
  readonly refused: KubernetesObject;
}

const KIB = 1024;

/** What a schema does not say, and the API server refuses all the same. */
export const boundaries: readonly Boundary[] = [
  ...nameBoundaries(),
  ...wordBoundaries(),
  of('the value of a label', letters(63), letters(64), (it, value) => {
    it.metadata.labels = { team: value };
  }),
  of('the name of a label', letters(63), letters(64), (it, value) => {
    it.metadata.labels = { [value]: 'a' };
  }),
  of('the prefix of a label', domain(253), domain(254), (it, value) => {
    it.metadata.labels = { [`${value}/a`]: 'a' };
  }),
  of('all annotations together', letters(256 * KIB - 1), letters(256 * KIB), (it, value) => {
    it.metadata.annotations = { a: value };
  }),
  of('the key of a ConfigMap', letters(253), letters(254), (it, value) => {
    it.data = { [value]: 'a' };
  }),
  of('the key of a ConfigMap, as a file', '.npmrc', '..npmrc', (it, value) => {
    it.data = { [value]: 'a' };
  }),
  of('the data of a ConfigMap', letters(KIB * KIB), letters(KIB * KIB + 1), (it, value) => {
    it.data = { a: value };
  }),
  inPod('a label of pods', letters(63), letters(64), (template, value) => {
    template.metadata.labels.team = value;
  }),
  inPod('the name of a container', letters(63), letters(64), ({ spec }, value) => {
    spec.containers[0].name = value;
  }),
  inPod('the name of a volume', letters(63), letters(64), ({ spec }, value) => {
    spec.volumes = [{ name: value, emptyDir: {} }];
  }),
  inPod('the name of a volume, its characters', 'a-b', 'a.b', ({ spec }, value) => {
    spec.volumes = [{ name: value, emptyDir: {} }];
  }),
  inPod('the name of a port', letters(15), letters(16), ({ spec }, value) => {
    spec.containers[0].ports = [{ name: value, containerPort: 8443 }];
  }),
  inPod('the name of a port, its letter', '8443a', '8443', ({ spec }, value) => {
    spec.containers[0].ports = [{ name: value, containerPort: 8443 }];
  }),
  inPod('the name of a port, its hyphens', 'a-b', 'a--b', ({ spec }, value) => {
    spec.containers[0].ports = [{ name: value, containerPort: 8443 }];
  }),
  inPod('the port of a container', 65_535, 65_536, ({ spec }, value) => {
    spec.containers[0].ports = [{ containerPort: value }];
  }),
  inPod('the selector of a node', letters(63), letters(64), ({ spec }, value) => {
    spec.nodeSelector = { zone: value };
  }),
  {
    what: 'the name of a port of a Service',
    taken: service({ name: letters(63), port: 443 }),
    refused: service({ name: letters(64), port: 443 }),
  },
  { what: 'the port of a Service', taken: service({ port: 65_535 }), refused: service({ port: 65_536 }) },
  {
    what: 'the port behind a Service',
    taken: service({ port: 443, targetPort: letters(15) }),
    refused: service({ port: 443, targetPort: letters(16) }),
  },
  {
    what: 'the selector of a PodDisruptionBudget',
    taken: budget(letters(63)),
    refused: budget(letters(64)),
  },
  { what: 'the replicas of a Deployment', taken: replicas(2 ** 31 - 1), refused: replicas(2 ** 31) },
  { what: 'the value of a PriorityClass', taken: priority(1e9), refused: priority(1e9 + 1) },
];

/** Names of 52 characters get a pod, longer ones are taken and never get one: the server lets them pass. */
export function statefulSet(length: number): KubernetesObject {
  return { ...named('apps/v1', 'StatefulSet', letters(length)), spec: { ...workload(), serviceName: 'a' } };
}

/** How long names may be, kind by kind. */
function nameBoundaries(): Boundary[] {
  const jobs = { template: template('Never') };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
  const kinds: [number, string, string, object][] = [
    [63, 'v1', 'Namespace', {}],
    [63, 'v1', 'Service', { spec: { ports: [{ port: 443 }] } }],
    [253, 'v1', 'ConfigMap', {}],
    [253, 'v1', 'Secret', {}],
    [253, 'v1', 'ServiceAccount', {}],
    [253, 'v1', 'PersistentVolumeClaim', { spec: claim }],
    [253, 'apps/v1', 'Deployment', { spec: workload() }],
    [63, 'batch/v1', 'Job', { spec: jobs }],
    [52, 'batch/v1', 'CronJob', { spec: { schedule: '0 6 * * *', jobTemplate: { spec: jobs } } }],
    [253, 'autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef: target, maxReplicas: 2 } }],
    [253, 'networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: ['Ingress'] } }],
    [253, 'scheduling.k8s.io/v1', 'PriorityClass', { value: 1 }],
    [253, 'cert-manager.io/v1', 'Issuer', { spec: { selfSigned: {} } }],
    [253, 'argoproj.io/v1alpha1', 'AppProject', { spec: {} }],
  ];
  return kinds.map(([length, apiVersion, kind, rest]) => ({
    what: `the name of a ${kind}, its length`,
    taken: { ...named(apiVersion, kind, letters(length)), ...rest },
    refused: { ...named(apiVersion, kind, letters(length + 1)), ...rest },
  }));
}

/** Which characters names may have. */
function wordBoundaries(): Boundary[] {
  const set = { spec: { ...workload(), serviceName: 'a' } };
  const kinds: [string, string, string, string, object][] = [
    ['v1', 'Namespace', 'a-b', 'a.b', {}],
    ['v1', 'ConfigMap', 'a.b', 'a..b', {}],
    ['v1', 'ConfigMap', '0-a', 'a_b', {}],
    ['v1', 'Service', 'a-0', 'a.0', { spec: { ports: [{ port: 443 }] } }],
    ['apps/v1', 'StatefulSet', 'a-b', 'a.b', set],
    ['rbac.authorization.k8s.io/v1', 'Role', 'system:Reader', 'a%b', { rules: [] }],
  ];
  return kinds.map(([apiVersion, kind, taken, refused, rest]) => ({
    what: `the name of a ${kind}, as ${refused}`,
    taken: { ...named(apiVersion, kind, taken), ...rest },
    refused: { ...named(apiVersion, kind, refused), ...rest },
  }));
}

/** A boundary of a ConfigMap: there is nothing else about it to refuse. */
function of(
  what: string,
  taken: string,
  refused: string,
  change: (object: Loose, value: string) => void,
): Boundary {
  const changed = (value: string): KubernetesObject => {
    const object: Loose = named('v1', 'ConfigMap', 'a');
    change(object, value);
    return object;
  };
  return { what, taken: changed(taken), refused: changed(refused) };
}

function inPod<V>(what: string, taken: V, refused: V, change: (template: Loose, value: V) => void): Boundary {
  const changed = (value: V): KubernetesObject => {
    const spec = workload();
    change(spec.template, value);
    return { ...named('apps/v1', 'Deployment', 'a'), spec };
  };
  return { what, taken: changed(taken), refused: changed(refused) };
}

function service(port: object): KubernetesObject {
  return { ...named('v1', 'Service', 'a'), spec: { ports: [port] } };
}

function budget(app: string): KubernetesObject {
  const spec = { maxUnavailable: 1, selector: { matchLabels: { app } } };
  return { ...named('policy/v1', 'PodDisruptionBudget', 'a'), spec };
}

function replicas(count: number): KubernetesObject {
  return { ...named('apps/v1', 'Deployment', 'a'), spec: { ...workload(), replicas: count } };
}

function priority(value: number): KubernetesObject {
  return { ...named('scheduling.k8s.io/v1', 'PriorityClass', 'a'), value };
}

function workload(): Loose {
  return { selector: { matchLabels: { app: 'a' } }, template: template('Always') };
}

function template(restartPolicy: string): Loose {
  return {
    metadata: { labels: { app: 'a' } },
    spec: { restartPolicy, containers: [{ name: 'a', image: 'registry.example.com/a:1' }] },
  };
}

function named(apiVersion: string, kind: string, name: string): KubernetesObject {
  const isOfCluster = ['Namespace', 'PriorityClass'].includes(kind);
  return { apiVersion, kind, metadata: isOfCluster ? { name } : { name, namespace: BOUNDARY_NAMESPACE } };
}

function letters(count: number): string {
  return 'a'.repeat(count);
}

/** Words of at most 50 letters with dots between them. */
function domain(length: number): string {
  return letters(length).replace(/a{50}(?=a)/g, `${letters(49)}.`);
}
