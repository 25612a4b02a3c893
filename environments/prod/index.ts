import { environment } from '@plinth/model';
import { bank } from './bank';
import { chain } from './chain';
import { exchange } from './exchange';

/** What customers use. */
export const prod = environment(
  'prod',
  {
    project: 'acme-prod',
    region: 'europe-west6',
    domain: 'acme.example',
    registry: 'europe-west6-docker.pkg.dev/acme-prod/apps',
    network: {
      nodes: '10.48.0.0/20',
      pods: '10.49.0.0/16',
      services: '10.50.0.0/20',
      controlPlane: '10.48.32.0/28',
      // The proxy-only subnet of the regional load balancer, and Google's health checks.
      gateway: ['10.48.16.0/23', '35.191.0.0/16', '130.211.0.0/22'],
    },
    networkReviewed: '2026-10-01',
    podsPerNode: 64,
    maxNodes: 200,
    replicaFloor: 3,
    cpuLimit: 2,
    largestContainer: { cpu: 8, memory: '16Gi' },
    kubernetesVersion: '1.35',
    storageClass: 'premium-rwo',
    publicGateway: { namespace: 'gateway', name: 'public' },
    repository: { url: 'https://git.acme.example/platform/plinth.git', revision: 'main' },
    cluster: 'https://kubernetes.default.svc',
    dependencies: {
      'bank-database': ['10.51.0.11/32'],
      'bank-swift-api': ['198.51.100.16/28'],
      'exchange-database': ['10.51.0.12/32'],
      // private.googleapis.com, the same everywhere.
      'google-apis': ['199.36.153.8/30'],
      'mail-relay': ['10.51.8.25/32'],
      rabbitmq: ['10.51.4.0/28'],
      'wallet-database': ['10.51.0.13/32'],
      'workspace-database': ['10.51.0.14/32'],
    },
  },
  [bank, chain, exchange],
);
