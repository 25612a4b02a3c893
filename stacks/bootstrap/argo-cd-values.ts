import { type EnvironmentFacts, pullThrough } from '@plinth/model';

/** What the chart is told, as far as we say anything. @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd */
interface ArgoCdValues {
  readonly [component: string]: unknown;
}

/** The version of Argo CD that manifests are written for and tested with. */
export const ARGO_CD_VERSION = 'v3.2.11';

const size = (cpu: string, memory: string) => ({
  requests: { cpu, memory, 'ephemeral-storage': '256Mi' },
  limits: { memory, 'ephemeral-storage': '256Mi' },
});

/**
 * Argo CD without what nobody uses (its own users, templates of applications, notifications). What it is told, it reads from
 * ConfigMaps that are there before it: the chart makes none, so that Git has the only copy.
 */
export function argoCdValues(facts: EnvironmentFacts): ArgoCdValues {
  const { replicaFloor } = facts;
  const pods = (replicas: number, resources: ReturnType<typeof size>) => ({
    replicas,
    resources,
    pdb: { enabled: replicas > 1, maxUnavailable: 1, minAvailable: '' },
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
      networkPolicy: { create: true, defaultDenyIngress: true },
    },
    configs: {
      cm: { create: false },
      rbac: { create: false },
      params: { create: false },
      ssh: { create: false },
      tls: { create: false },
      gpg: { create: false },
      secret: { createSecret: true },
    },
    controller: pods(1, size('1', '2Gi')),
    server: pods(replicaFloor, size('100m', '256Mi')),
    repoServer: pods(replicaFloor, size('500m', '1Gi')),
    applicationSet: { replicas: 0 },
    dex: { enabled: false },
    notifications: { enabled: false },
    redis: {
      image: { repository: pullThrough('docker-io', 'library/redis', facts) },
      resources: size('100m', '256Mi'),
    },
    // Its secret is made in the cluster, by the chart's own job, and is nowhere else.
    redisSecretInit: { enabled: true },
  };
}
