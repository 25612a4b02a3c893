import type { KubernetesObject } from '@plinth/testing';
import {
  budget,
  domain,
  encoded,
  letters,
  named,
  policy,
  policyOf,
  priority,
  replicas,
  selecting,
  service,
  template,
  withPorts,
  workload,
} from './boundary-objects';
import type { Loose } from './refused-pods';

/** Two objects that differ in one step across a boundary. */
export interface Boundary {
  readonly what: string;
  readonly taken: KubernetesObject;
  readonly refused: KubernetesObject;
  /** What the server says, where it could refuse the object for another reason. */
  readonly because?: RegExp;
}

const KIB = 1024;

/** What a schema does not say, and the API server refuses all the same. */
export const boundaries: readonly Boundary[] = [
  ...nameBoundaries(),
  ...wordBoundaries(),
  ...labelBoundaries(),
  ...dataBoundaries(),
  ...podBoundaries(),
  ...portBoundaries(),
  ...selectorBoundaries(),
  { what: 'the replicas of a Deployment', taken: replicas(2 ** 31 - 1), refused: replicas(2 ** 31) },
  { what: 'the value of a PriorityClass', taken: priority(1e9), refused: priority(1e9 + 1) },
  {
    what: 'the value of a PriorityClass, its least',
    taken: priority(-(2 ** 31)),
    refused: priority(-(2 ** 31) - 1),
  },
];

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
    [253, 'monitoring.coreos.com/v1', 'PrometheusRule', { spec: { groups: [] } }],
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

/** How long labels and annotations may be. */
function labelBoundaries(): Boundary[] {
  return [
    of('ConfigMap', 'the value of a label', letters(63), letters(64), (it, value) => {
      it.metadata.labels = { team: value };
    }),
    of('ConfigMap', 'the name of a label', letters(63), letters(64), (it, value) => {
      it.metadata.labels = { [value]: 'a' };
    }),
    of('ConfigMap', 'the prefix of a label', domain(253), domain(254), (it, value) => {
      it.metadata.labels = { [`${value}/a`]: 'a' };
    }),
    of('ConfigMap', 'all annotations together', letters(256 * KIB - 1), letters(256 * KIB), (it, value) => {
      it.metadata.annotations = { a: value };
    }),
    inPod('a label of pods', letters(63), letters(64), (template, value) => {
      template.metadata.labels.team = value;
    }),
  ];
}

/** What configuration and secrets are called, and how large they are. */
function dataBoundaries(): Boundary[] {
  const fields: [string, string, (bytes: number) => string][] = [
    ['ConfigMap', 'data', letters],
    ['ConfigMap', 'binaryData', encoded],
    ['Secret', 'data', encoded],
    ['Secret', 'stringData', letters],
  ];
  return fields.flatMap(([kind, field, text]) => [
    of(kind, `a key in ${field}, its length`, letters(253), letters(254), (it, key) => {
      it[field] = { [key]: text(3) };
    }),
    of(kind, `a key in ${field}, as a file`, '.npmrc', '..npmrc', (it, key) => {
      it[field] = { [key]: text(3) };
    }),
    of(kind, `all ${field} together`, KIB * KIB, KIB * KIB + 1, (it, bytes) => {
      it[field] = { a: text(bytes - 3), b: text(3) };
    }),
  ]);
}

/** What is called by a name within a pod, and where it may run. */
function podBoundaries(): Boundary[] {
  return [
    ...['containers', 'initContainers'].flatMap((list) => [
      inPod(`the name in ${list}`, letters(63), letters(64), ({ spec }, name) => {
        spec[list] = [{ ...spec.containers[0], name }];
      }),
      ...portNames(`a port in ${list}`, (name) => withPorts(list, [{ name, containerPort: 8443 }])),
      ...portNumbers(`a port in ${list}`, (containerPort) => withPorts(list, [{ containerPort }])),
    ]),
    inPod('the name of a volume', letters(63), letters(64), ({ spec }, name) => {
      spec.volumes = [{ name, emptyDir: {} }];
    }),
    inPod('the name of a volume, its characters', 'a-b', 'a.b', ({ spec }, name) => {
      spec.volumes = [{ name, emptyDir: {} }];
    }),
    inPod('the selector of a node', letters(63), letters(64), ({ spec }, zone) => {
      spec.nodeSelector = { zone };
    }),
  ];
}

/** Ports of Services and of policies. */
function portBoundaries(): Boundary[] {
  return [
    {
      what: 'the name of a port of a Service',
      taken: service({ ports: [{ name: letters(63), port: 443 }] }),
      refused: service({ ports: [{ name: letters(64), port: 443 }] }),
    },
    ...portNumbers('a port of a Service', (port) => service({ ports: [{ port }] })),
    ...portNames('the port behind a Service', (targetPort) =>
      service({ ports: [{ port: 443, targetPort }] }),
    ),
    {
      what: 'the number of the port behind a Service, its most',
      taken: service({ ports: [{ port: 443, targetPort: 65_535 }] }),
      refused: service({ ports: [{ port: 443, targetPort: 65_536 }] }),
    },
    {
      what: 'the number of the port behind a Service, its least: 0 stands for the port before it',
      taken: service({ ports: [{ port: 443, targetPort: 0 }] }),
      refused: service({ ports: [{ port: 443, targetPort: -1 }] }),
    },
    ...(['ingress', 'egress'] as const).flatMap((direction) => [
      ...portNumbers(`a port of ${direction} in a NetworkPolicy`, (port) => policyOf(direction, port)),
      ...portNames(`a port of ${direction} in a NetworkPolicy`, (port) => policyOf(direction, port)),
    ]),
  ];
}

/** What labels are asked for. */
function selectorBoundaries(): Boundary[] {
  const selections: [string, (app: string) => KubernetesObject][] = [
    ['Service', (app) => service({ selector: { app }, ports: [{ port: 443 }] })],
    ['NetworkPolicy', (app) => policy({ podSelector: { matchLabels: { app } } })],
    ['PodDisruptionBudget', budget],
    ['Deployment', (app) => selecting('Deployment', app)],
    ['StatefulSet', (app) => selecting('StatefulSet', app)],
  ];
  return selections.map(([kind, asksFor]) => ({
    what: `the selector of a ${kind}`,
    taken: asksFor(letters(63)),
    refused: asksFor(letters(64)),
    // A selector that is not among the labels of its pods is refused for that alone.
    because: /selector.*must be no more than 63 bytes/i,
  }));
}

/** A boundary of an object about which there is nothing else to refuse. */
function of<V>(
  kind: string,
  what: string,
  taken: V,
  refused: V,
  change: (object: Loose, value: V) => void,
): Boundary {
  const changed = (value: V): KubernetesObject => {
    const object: Loose = named('v1', kind, 'a');
    change(object, value);
    return object;
  };
  return { what: `${what}, in a ${kind}`, taken: changed(taken), refused: changed(refused) };
}

function inPod<V>(what: string, taken: V, refused: V, change: (template: Loose, value: V) => void): Boundary {
  const changed = (value: V): KubernetesObject => {
    const spec = workload();
    change(spec.template, value);
    return { ...named('apps/v1', 'Deployment', 'a'), spec };
  };
  return { what, taken: changed(taken), refused: changed(refused) };
}

function portNumbers(what: string, object: (port: number) => KubernetesObject): Boundary[] {
  return [
    { what: `the number of ${what}, its most`, taken: object(65_535), refused: object(65_536) },
    { what: `the number of ${what}, its least`, taken: object(1), refused: object(0) },
  ];
}

function portNames(what: string, object: (name: string) => KubernetesObject): Boundary[] {
  return [
    { what: `the name of ${what}, its length`, taken: object(letters(15)), refused: object(letters(16)) },
    { what: `the name of ${what}, its letter`, taken: object('8443a'), refused: object('8443') },
    { what: `the name of ${what}, its hyphens`, taken: object('a-b'), refused: object('a--b') },
  ];
}
