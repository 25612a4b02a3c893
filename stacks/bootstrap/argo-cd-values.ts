import { type EnvironmentFacts, pullThrough } from '@plinth/model';

/** What the chart is told, as far as we say anything. @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd */
interface ArgoCdValues {
  readonly [component: string]: unknown;
}

/** The version of Argo CD that manifests are written for and tested with. */
export const ARGO_CD_VERSION = 'v3.2.11';

/** What runs beside this version of Argo CD elsewhere: read the chart's own when it is renewed. */
const REDIS_VERSION = '8.2.3-alpine';
const HAPROXY_VERSION = '3.0.8-alpine';

/** The namespace counts limits of processor time too. */
const size = (cpu: string, cpuLimit: string, memory: string) => ({
  requests: { cpu, memory, 'ephemeral-storage': '256Mi' },
  limits: { cpu: cpuLimit, memory, 'ephemeral-storage': '256Mi' },
});

/**
 * Argo CD without what nobody uses (its own users, templates of applications, notifications). What it is told, it reads from
 * ConfigMaps that are there before it: the chart makes none of them, so that Git has the only copy.
 */
export function argoCdValues(facts: EnvironmentFacts): ArgoCdValues {
  const { replicaFloor } = facts;
  const pods = (replicas: number, resources: ReturnType<typeof size>) => ({
    replicas,
    resources,
    // Of a single pod too: a drain may take it, and nothing takes two.
    pdb: { enabled: true, maxUnavailable: 1, minAvailable: '' },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        nodeTaintsPolicy: 'Honor',
      },
    ],
  });
  return {
    fullnameOverride: 'argocd',
    crds: { install: true, keep: true },
    createClusterRoles: true,
    global: {
      image: {
        repository: pullThrough('quay-io', 'argoproj/argocd', facts),
        tag: ARGO_CD_VERSION,
        imagePullPolicy: 'Always',
      },
      priorityClassName: 'system-cluster-critical',
      // No two of a kind on one node while there are others.
      affinity: { podAntiAffinity: 'soft' },
      networkPolicy: { create: true, defaultDenyIngress: true },
    },
    configs: {
      cm: { create: false },
      rbac: { create: false },
      params: { create: false },
      ssh: { create: false },
      tls: { create: false },
      secret: { createSecret: true },
    },
    controller: pods(1, size('1', '4', '2Gi')),
    server: pods(replicaFloor, size('100m', '1', '256Mi')),
    repoServer: pods(replicaFloor, size('500m', '2', '1Gi')),
    applicationSet: { replicas: 0 },
    dex: { enabled: false },
    notifications: { enabled: false },
    ...cache(facts),
    // Its secret is made in the cluster, by the chart's own job, and is nowhere else.
    redisSecretInit: { enabled: true, resources: size('50m', '500m', '256Mi') },
  };
}

/** One Redis, or three that choose their leader, on three nodes, behind a proxy that finds it. */
function cache(facts: EnvironmentFacts): ArgoCdValues {
  const resources = size('100m', '500m', '256Mi');
  const image = (name: string, tag: string) => ({
    repository: pullThrough('docker-io', `library/${name}`, facts),
    tag,
    pullPolicy: 'Always',
  });
  const redis = image('redis', REDIS_VERSION);
  if (facts.replicaFloor < 3) {
    const { pullPolicy: imagePullPolicy, ...where } = redis;
    return { redis: { image: { ...where, imagePullPolicy }, resources }, 'redis-ha': { enabled: false } };
  }
  const priorityClassName = 'system-cluster-critical';
  return {
    redis: { enabled: false },
    'redis-ha': {
      enabled: true,
      image: redis,
      priorityClassName,
      hardAntiAffinity: true,
      podDisruptionBudget: { maxUnavailable: 1 },
      exporter: { enabled: false },
      redis: { resources },
      sentinel: { resources },
      haproxy: {
        image: image('haproxy', HAPROXY_VERSION),
        priorityClassName,
        hardAntiAffinity: true,
        podDisruptionBudget: { maxUnavailable: 1 },
        metrics: { enabled: false },
        resources,
      },
    },
  };
}
