import { tinyFacts } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment } from './_untyped';

const facts = tinyFacts(1);
const second = tinyFacts(2);
const { cloud } = facts;
const later = second.cloud;
const zones = ['a', 'b', 'c', 'd'].map((letter) => `europe-west6-${letter}`);

/** A pool with so many nodes in each zone at the least. */
const nodes = (min: number) => ({
  machineType: 'n2d-standard-4',
  nodesPerZone: { min, max: 3 },
  disk: '50Gi',
  upgrade: { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 },
});

/** What the first environment has stands in this file, and so the fix names it. */
const fix =
  /^make it as strong, or change what stands at test\/bad-input\/weaker-environments\.test\.ts:\d+:\d+$/;

describe('the next environment on the way to customers', () => {
  refuses({ code: 'weaker-environment', fix }, [
    {
      title: 'its cluster changes sooner',
      declare: () => [
        environment('first', { ...facts, cloud: { ...cloud, releaseChannel: 'STABLE' } }),
        environment('second', { ...second, cloud: { ...later, releaseChannel: 'REGULAR' } }),
      ],
      where: 'second.cloud.releaseChannel',
      found: '"REGULAR"',
      allowed: '"STABLE" or "EXTENDED", as first has, which is promoted from',
    },
    {
      title: 'its databases have no standby',
      declare: () => [
        environment('first', { ...facts, cloud: { ...cloud, highAvailability: true } }),
        environment('second', { ...second, cloud: { ...later, highAvailability: false } }),
      ],
      where: 'second.cloud.highAvailability',
      found: 'false',
      allowed: 'true, as first has, which is promoted from',
    },
    {
      title: 'its data can be deleted',
      declare: () => [
        environment('first', { ...facts, cloud: { ...cloud, deletionProtection: true } }),
        environment('second', { ...second, cloud: { ...later, deletionProtection: false } }),
      ],
      where: 'second.cloud.deletionProtection',
      found: 'false',
      allowed: 'true, as first has, which is promoted from',
    },
    {
      title: 'its logs are gone sooner',
      declare: () => [
        environment('first', { ...facts, cloud: { ...cloud, logDays: 400 } }),
        environment('second', { ...second, cloud: { ...later, logDays: 399 } }),
      ],
      where: 'second.cloud.logDays',
      found: '399',
      allowed: 'at least 400, as first has, which is promoted from',
    },
    {
      title: 'its keys grow older',
      declare: () => [
        environment('first', { ...facts, cloud: { ...cloud, keyRotationDays: 30 } }),
        environment('second', { ...second, cloud: { ...later, keyRotationDays: 31 } }),
      ],
      where: 'second.cloud.keyRotationDays',
      found: '31',
      allowed: 'at most 30, as first has, which is promoted from',
    },
    {
      title: 'it is in fewer zones',
      declare: () => [
        environment('first', { ...facts, maxNodes: 20, cloud: { ...cloud, zones } }),
        environment('second', { ...second, cloud: { ...later, zones: zones.slice(1) } }),
      ],
      where: 'second.cloud.zones',
      found: '["europe-west6-b","europe-west6-c","europe-west6-d"]',
      allowed: 'at least 4 zones, as first has, which is promoted from',
    },
    {
      title: 'it is administered from a wider network',
      declare: () => [
        environment('first', {
          ...facts,
          cloud: { ...cloud, administrators: { office: '10.250.0.0/24', pipelines: '10.251.0.0/28' } },
        }),
        environment('second', {
          ...second,
          cloud: { ...later, administrators: { office: '10.250.0.0/23' } },
        }),
      ],
      where: 'second.cloud.administrators',
      found: '{"office":"10.250.0.0/23"}',
      allowed: 'networks of at most a /24, as first has, which is promoted from',
    },
    {
      title: 'its control plane answers to the internet',
      declare: () => [
        environment('first', { ...facts, cloud: { ...cloud, controlPlaneFromInternet: false } }),
        environment('second', { ...second, cloud: { ...later, controlPlaneFromInternet: true } }),
      ],
      where: 'second.cloud.controlPlaneFromInternet',
      found: 'true',
      allowed: 'false, as first has, which is promoted from',
    },
    {
      title: 'it has fewer nodes at the quietest hour',
      declare: () => [
        environment('first', {
          ...facts,
          cloud: { ...cloud, nodePools: { general: nodes(2) } },
        }),
        environment('second', { ...second, cloud: { ...later, nodePools: { general: nodes(1) } } }),
      ],
      where: 'second.cloud.nodePools',
      found: '{"general":{"machineType":"n2d-standard-4","nodesPerZone"...',
      allowed:
        'at least 2 nodes in each zone, by the `min` of all pools, as first has, which is promoted from',
    },
    {
      title: 'its services have fewer replicas',
      declare: () => [
        environment('first', { ...facts, replicaFloor: 3 }),
        environment('second', { ...second, replicaFloor: 2 }),
      ],
      where: 'second.replicaFloor',
      found: '2',
      allowed: 'at least 3, as first has, which is promoted from',
    },
  ]);

  test('fails when it is weaker in much, with all of it', () => {
    const strong = { ...cloud, highAvailability: true, deletionProtection: true, logDays: 400 };
    expect(
      problemsOf(environment('first', { ...facts, cloud: strong })).map(({ where }) =>
        where.replace(/^.*: /, ''),
      ),
    ).toEqual(['second.cloud.logDays', 'second.cloud.highAvailability', 'second.cloud.deletionProtection']);
  });

  test('may be stronger', () => {
    const strong = { ...later, releaseChannel: 'EXTENDED', highAvailability: true, keyRotationDays: 30 };
    expect(problemsOf(environment('second', { ...second, cloud: strong }))).toEqual([]);
  });
});
