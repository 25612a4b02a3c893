import { environment } from '@plinth/model';
import authorities from './authorities.json';
import { bank } from './bank';
import vaultAuthority from './vault-authority.json';

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
      proxies: '10.32.16.0/23',
    },
    networkReviewed: '2026-10-01',
    podsPerNode: 64,
    maxNodes: 40,
    replicaFloor: 2,
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
        clientId: 'vault-staging',
        addresses: ['10.8.16.20/32'],
      },
      administrators: 'platform-admins@acme.example',
    },
    authorities,
    vaultAuthority,
    dependencies: {
      'bank-database': ['10.35.0.11/32'],
      'bank-swift-api': ['192.0.2.32/28'],
      'exchange-database': ['10.35.0.12/32'],
      'mail-relay': ['10.35.8.25/32'],
      rabbitmq: ['10.35.4.0/28'],
      'wallet-database': ['10.35.0.13/32'],
      'workspace-database': ['10.35.0.14/32'],
    },
    cloud: {
      zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
      labels: { 'cost-center': 'platform', residency: 'ch' },
      endpoints: '10.35.0.0/24',
      administrators: { office: '10.8.0.0/24', pipelines: '10.8.4.0/26' },
      controlPlaneFromInternet: false,
      securityGroup: 'gke-security-groups@acme.example',
      releaseChannel: 'REGULAR',
      maintenance: {
        days: ['TU', 'WE'],
        start: '20:00',
        duration: '6h',
      },
      nodePools: {
        general: {
          machineType: 'n2d-standard-8',
          nodesPerZone: { min: 1, max: 10 },
          disk: '100Gi',
          upgrade: { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 },
        },
      },
      natAddresses: 2,
      keyRotationDays: 90,
      logDays: 365,
      highAvailability: true,
      deletionProtection: true,
      databases: {
        'bank-database': { tier: 'db-custom-2-8192', disk: '50Gi' },
        'exchange-database': { tier: 'db-custom-2-8192', disk: '50Gi' },
        'wallet-database': { tier: 'db-custom-2-8192', disk: '50Gi' },
        'workspace-database': { tier: 'db-custom-2-8192', disk: '50Gi' },
      },
    },
    // Room for a load test of one squad at a time.
    quotas: { exchange: { cpu: 40, cpuLimit: 280, memory: '48Gi', pods: 160 } },
  },
  [bank],
);
