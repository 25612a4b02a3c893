import { environment } from '@plinth/model';
import { bank } from './bank';

/** The rehearsal: the same software as production, a little earlier. */
export const staging = environment(
  'staging',
  {
    project: 'acme-staging',
    region: 'europe-west6',
    domain: 'staging.acme.example',
    registry: 'europe-west6-docker.pkg.dev/acme-staging/apps',
    network: {
      nodes: '10.32.0.0/20',
      pods: '10.33.0.0/16',
      services: '10.34.0.0/20',
      controlPlane: '10.32.32.0/28',
      // The proxy-only subnet of the regional load balancer, and Google's health checks.
      gateway: ['10.32.16.0/23', '35.191.0.0/16', '130.211.0.0/22'],
    },
    networkReviewed: '2026-10-01',
    podsPerNode: 64,
    maxNodes: 40,
    replicaFloor: 2,
    cpuLimit: 2,
    largestContainer: { cpu: 8, memory: '16Gi' },
    kubernetesVersion: '1.35',
    storageClass: 'premium-rwo',
    publicGateway: { namespace: 'gateway', name: 'public' },
    repository: { url: 'https://git.acme.example/platform/plinth.git', revision: 'main' },
    cluster: 'https://kubernetes.default.svc',
    dependencies: {
      'bank-database': ['10.35.0.11/32'],
      'bank-swift-api': ['192.0.2.32/28'],
      'exchange-database': ['10.35.0.12/32'],
      // private.googleapis.com, the same everywhere.
      'google-apis': ['199.36.153.8/30'],
      'mail-relay': ['10.35.8.25/32'],
      rabbitmq: ['10.35.4.0/28'],
      'wallet-database': ['10.35.0.13/32'],
      'workspace-database': ['10.35.0.14/32'],
    },
    // Room for a load test of one squad at a time.
    quotas: { exchange: { cpu: 40, cpuLimit: 280, memory: '48Gi', pods: 160 } },
  },
  [bank],
);
