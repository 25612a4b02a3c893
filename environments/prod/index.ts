import { environment } from '@plinth/model';
import authorities from './authorities.json';
import { bank } from './bank';
import { chain } from './chain';
import { exchange } from './exchange';
import vaultAuthority from './vault-authority.json';

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
      proxies: '10.48.16.0/23',
    },
    networkReviewed: '2026-10-01',
    podsPerNode: 64,
    maxNodes: 300,
    replicaFloor: 3,
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
        clientId: 'vault-prod',
        addresses: ['10.8.16.20/32'],
      },
      administrators: 'platform-admins@acme.example',
    },
    authorities,
    vaultAuthority,
    dependencies: {
      'bank-database': ['10.51.0.11/32'],
      'bank-swift-api': ['198.51.100.16/28'],
      'exchange-database': ['10.51.0.12/32'],
      'mail-relay': ['10.51.8.25/32'],
      rabbitmq: ['10.51.4.0/28'],
      'wallet-database': ['10.51.0.13/32'],
      'workspace-database': ['10.51.0.14/32'],
    },
    cloud: {
      zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-c'],
      labels: { 'cost-center': 'platform', residency: 'ch' },
      endpoints: '10.51.0.0/24',
      administrators: { office: '10.8.0.0/24', pipelines: '10.8.4.0/26' },
      controlPlaneFromInternet: false,
      securityGroup: 'gke-security-groups@acme.example',
      releaseChannel: 'STABLE',
      maintenance: {
        days: ['SU'],
        start: '00:00',
        duration: '8h',
        exclusions: {
          'year-end': {
            from: '2026-12-18',
            to: '2027-01-05',
            scope: 'no-upgrades',
            reason: 'the books close: nothing changes that a person has not changed',
          },
        },
      },
      nodePools: {
        general: {
          machineType: 'n2d-standard-8',
          nodesPerZone: { min: 2, max: 50 },
          disk: '100Gi',
          upgrade: { strategy: 'blue-green', soak: '2h' },
        },
      },
      natAddresses: 2,
      keyRotationDays: 90,
      logDays: 400,
      highAvailability: true,
      deletionProtection: true,
      databases: {
        'bank-database': { tier: 'db-custom-4-16384', disk: '200Gi' },
        'exchange-database': { tier: 'db-custom-4-16384', disk: '200Gi' },
        'wallet-database': { tier: 'db-custom-4-16384', disk: '200Gi' },
        'workspace-database': { tier: 'db-custom-4-16384', disk: '200Gi' },
      },
    },
  },
  [bank, chain, exchange],
);
