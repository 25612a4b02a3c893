import { environment } from '@plinth/model';
import authorities from './authorities.json';
import vaultAuthority from './vault-authority.json';

/** Where squads try things. Nothing is customized: what runs here is what the base says. */
export const dev = environment('dev', {
  project: 'acme-dev',
  region: 'europe-west6',
  domain: 'dev.acme.example',
  registry: 'europe-west6-docker.pkg.dev/acme-dev/apps',
  network: {
    nodes: '10.16.0.0/20',
    pods: '10.17.0.0/16',
    services: '10.18.0.0/20',
    controlPlane: '10.16.32.0/28',
    proxies: '10.16.16.0/23',
  },
  networkReviewed: '2026-10-01',
  podsPerNode: 64,
  maxNodes: 20,
  replicaFloor: 1,
  cpuLimit: 2,
  largestContainer: { cpu: 8, memory: '16Gi' },
  kubernetesVersion: '1.35',
  storageClass: 'encrypted-rwo',
  publicGateway: { namespace: 'gateway', name: 'public' },
  repository: {
    url: 'https://git.acme.example/platform/plinth.git',
    addresses: ['10.8.16.10/32'],
    revision: 'main',
  },
  cluster: 'https://kubernetes.default.svc',
  vault: {
    signIn: {
      issuer: 'https://login.acme.example/realms/staff',
      clientId: 'vault-dev',
      addresses: ['10.8.16.20/32'],
    },
    administrators: 'platform-admins@acme.example',
  },
  authorities,
  vaultAuthority,
  dependencies: {
    'bank-database': ['10.19.0.11/32'],
    'bank-swift-api': ['192.0.2.16/28'],
    'exchange-database': ['10.19.0.12/32'],
    'mail-relay': ['10.19.8.25/32'],
    rabbitmq: ['10.19.4.0/28'],
    'wallet-database': ['10.19.0.13/32'],
    'workspace-database': ['10.19.0.14/32'],
  },
  cloud: {
    zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
    labels: { 'cost-center': 'platform', residency: 'ch' },
    endpoints: '10.19.0.0/24',
    administrators: { office: '10.8.0.0/24', pipelines: '10.8.4.0/26' },
    controlPlaneFromInternet: true,
    securityGroup: 'gke-security-groups@acme.example',
    releaseChannel: 'RAPID',
    maintenance: {
      days: ['MO', 'TU', 'WE', 'TH'],
      start: '18:00',
      duration: '6h',
    },
    nodePools: {
      general: {
        machineType: 'n2d-standard-4',
        nodesPerZone: { min: 1, max: 5 },
        disk: '100Gi',
        upgrade: { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 },
      },
    },
    natAddresses: 1,
    keyRotationDays: 90,
    logDays: 365,
    highAvailability: false,
    deletionProtection: false,
    databases: {
      'bank-database': { tier: 'db-custom-1-3840', disk: '20Gi' },
      'exchange-database': { tier: 'db-custom-1-3840', disk: '20Gi' },
      'wallet-database': { tier: 'db-custom-1-3840', disk: '20Gi' },
      'workspace-database': { tier: 'db-custom-1-3840', disk: '20Gi' },
    },
  },
  // Room for one service of a squad at its largest, and the others at their least.
  quotas: {
    bank: { cpu: 8, cpuLimit: 28, memory: '8Gi', pods: 20 },
    exchange: { cpu: 18, cpuLimit: 140, memory: '28Gi', pods: 75 },
    wallet: { cpu: 12, cpuLimit: 96, memory: '20Gi', pods: 50 },
  },
});
