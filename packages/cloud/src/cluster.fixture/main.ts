import { GkeCluster, Network, NodePool, type ReleaseChannel } from '@plinth/cloud';
import { runProgram } from '@plinth/pulumi';
import { Duration, Memory } from '@plinth/units';
import { Config } from '@pulumi/pulumi';

const config = new Config();
const region = 'europe-west6';
const labels = { owner: 'platform', data: 'personal' };
const key = (name: string) => ({
  id: `projects/acme-test/locations/${region}/keyRings/cluster/cryptoKeys/${name}`,
  location: region,
});

export = () =>
  runProgram(() => {
    const network = new Network('main', {
      region,
      ranges: {
        nodes: '10.16.0.0/20',
        pods: config.require('pods'),
        services: '10.18.0.0/20',
        controlPlane: '10.16.32.0/28',
        proxies: '10.16.16.0/23',
        endpoints: '10.19.0.0/24',
      },
      maxNodes: 100,
      podsPerNode: 64,
      natAddresses: 2,
      egress: {
        'mail-relay': { cidrs: ['10.19.8.25/32'], ports: [587] },
        peers: { cidrs: 'internet', ports: [37373] },
      },
      webhookPorts: [6443],
      labels,
    });
    const cluster = new GkeCluster('main', {
      clusterName: 'main',
      project: 'acme-test',
      region,
      zones: [`${region}-a`, `${region}-b`, config.require('thirdZone')],
      network,
      releaseChannel: config.require('releaseChannel') as ReleaseChannel,
      maintenance: {
        days: ['SU', 'SA'],
        start: '22:00',
        duration: Duration.hours(4),
        exclusions: { 'year-end': { from: '2026-12-18', to: '2027-01-05', scope: 'no-upgrades' } },
      },
      administrators: { office: '10.8.0.0/24' },
      securityGroup: 'gke-security-groups@acme.example',
      secretsKey: key('secrets'),
      disksKey: key('disks'),
      topicsKey: key('topics'),
      podsPerNode: 64,
      labels,
      deletionProtection: true,
    });
    const pool = { cluster, machineType: 'n2d-standard-8', disk: Memory.gibibytes(100), labels };
    const disksKey = key('disks');
    new NodePool('general', {
      ...pool,
      disksKey,
      nodesPerZone: { min: 1, max: config.requireNumber('mostNodes') },
      upgrade: { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 },
    });
    new NodePool('stateful', {
      ...pool,
      disksKey,
      machineType: 'c4-standard-8',
      nodesPerZone: { min: 2, max: 3 },
      upgrade: { strategy: 'blue-green', soak: Duration.hours(2) },
      podsPerNode: 32,
      account: { existing: 'nodes-shared@acme-test.iam.gserviceaccount.com' },
    });
    return { endpoint: cluster.endpoint, natAddresses: network.natAddresses };
  });
