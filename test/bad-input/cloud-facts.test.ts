import { tinyFacts, tinySquad, tinyWebService } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, squad, webService } from './_untyped';

const facts = tinyFacts(1);
const second = tinyFacts(2);
const { cloud, network } = facts;
const general = cloud?.nodePools.general;
const surge = { strategy: 'surge', maxSurge: 1, maxUnavailable: 0 };

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, 'x']));

describe('a zone', () => {
  refuses({}, [
    {
      title: 'it is a region',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, zones: ['europe-west6', 'europe-west6-b', 'europe-west6-c'] },
        }),
      code: 'invalid-value',
      where: 'first.cloud.zones[0]',
      found: '"europe-west6"',
      allowed: 'a zone such as "europe-west6-a"',
      fix: 'write the region and the letter of the zone',
    },
    {
      title: 'it is in another region',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, zones: ['europe-west6-a', 'europe-west6-b', 'europe-west4-c'] },
        }),
      code: 'zone',
      where: 'first.cloud.zones[2]',
      found: '"europe-west4-c"',
      allowed: 'a zone of the region europe-west6',
      fix: 'write another, for example "europe-west6-c"',
    },
    {
      title: 'it is in a region that begins alike',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, zones: ['europe-west6-a', 'europe-west6-b', 'europe-west61-c'] },
        }),
      code: 'zone',
      where: 'first.cloud.zones[2]',
      found: '"europe-west61-c"',
      allowed: 'a zone of the region europe-west6',
      fix: 'write another, for example "europe-west6-c"',
    },
    {
      title: 'it is named twice',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, zones: ['europe-west6-a', 'europe-west6-b', 'europe-west6-a'] },
        }),
      code: 'zone',
      where: 'first.cloud.zones[2]',
      found: '"europe-west6-a" again',
      allowed: 'each zone once: what is spread has to survive one',
      fix: 'write another, for example "europe-west6-c"',
    },
    {
      title: 'there are two of them',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, zones: ['europe-west6-a', 'europe-west6-b'] } }),
      code: 'too-short',
      where: 'first.cloud.zones',
      found: '["europe-west6-a","europe-west6-b"]',
      allowed: 'a list with at least 3 entries',
      fix: 'add entries',
    },
  ]);
});

describe('a registry', () => {
  refuses({ code: 'registry', where: 'first.registry' }, [
    {
      title: 'it is in another project than the environment',
      declare: () =>
        environment('first', {
          ...facts,
          registry: 'europe-west6-docker.pkg.dev/acme-shared/apps',
          cloud: { ...cloud },
        }),
      found: '"europe-west6-docker.pkg.dev/acme-shared/apps"',
      allowed: /such as "europe-west6-docker\.pkg\.dev\/acme-tiny-1\/apps"$/,
      fix: 'leave the last part as it is',
    },
    {
      title: 'it keeps images in more than the region of the environment',
      declare: () =>
        environment('first', {
          ...facts,
          registry: 'europe-docker.pkg.dev/acme-tiny-1/apps',
          cloud: { ...cloud },
        }),
      found: '"europe-docker.pkg.dev/acme-tiny-1/apps"',
      allowed: /^a repository of the project and the region of the environment/,
      fix: 'leave the last part as it is',
    },
    {
      title: 'it is called as the one of charts',
      declare: () =>
        environment('first', {
          ...facts,
          registry: 'europe-west6-docker.pkg.dev/acme-tiny-1/charts',
          cloud: { ...cloud },
        }),
      found: '"europe-west6-docker.pkg.dev/acme-tiny-1/charts"',
      allowed: /^a repository of images that is not called charts, .*quay-io: those are beside it$/,
      fix: 'rename it, for example to "apps"',
    },
  ]);
});

describe('a label', () => {
  const rule = (length: number) =>
    `1 to ${length} lower-case letters, digits, hyphens and underscores that start with a letter`;
  refuses({ fix: 'write it in lower case', allowed: rule(63) }, [
    {
      title: 'its key has upper case',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, labels: { Residency: 'ch' } } }),
      code: 'invalid-key',
      where: 'first.cloud.labels.Residency',
      found: 'the key "Residency"',
    },
    {
      title: 'its value has upper case',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, labels: { residency: 'CH' } } }),
      code: 'invalid-value',
      where: 'first.cloud.labels.residency',
      found: '"CH"',
    },
    {
      title: 'its value is a number',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, labels: { residency: 41 } } }),
      code: 'invalid-value',
      where: 'first.cloud.labels.residency',
      found: '41',
    },
    {
      title: 'its value has 64 characters',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, labels: { residency: 'c'.repeat(64) } } }),
      code: 'invalid-value',
      where: 'first.cloud.labels.residency',
      found: `"${'c'.repeat(56)}...`,
    },
  ]);
  refuses({ code: 'labels', where: 'first.cloud.labels', fix: 'leave some out' }, [
    {
      title: 'there are as many as Google takes, with none left for the platform',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, labels: numbered(64) } }),
      found: '64 labels',
      allowed: 'at most 60: the platform adds its own, and Google takes 64',
    },
  ]);

  test('may be one of sixty', () => {
    expect(problemsOf(environment('first', { ...facts, cloud: { ...cloud, labels: numbered(60) } }))).toEqual(
      [],
    );
  });
});

describe('the administration of a cluster', () => {
  refuses({ code: 'administrators' }, [
    {
      title: 'nobody reaches it',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, administrators: {} } }),
      where: 'first.cloud.administrators',
      found: 'nothing',
      allowed: 'at least one network, such as { office: "10.8.0.0/24" }',
      fix: 'name the network from which the cluster is administered',
    },
    {
      title: 'half a company reaches it',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, administrators: { office: '172.16.0.0/12' } } }),
      where: 'first.cloud.administrators.office',
      found: '"172.16.0.0/12"',
      allowed: 'at most a /16: administrators are few',
      fix: 'name the network of those who administer the cluster',
    },
  ]);
  refuses({}, [
    {
      title: 'everybody reaches it',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, administrators: { any: '0.0.0.0/0' } } }),
      code: 'invalid-value',
      where: 'first.cloud.administrators.any',
      found: '"0.0.0.0/0"',
      allowed: /never 0\.0\.0\.0\/0$/,
      fix: 'write the network address and its mask',
    },
    {
      title: 'every pod reaches it',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, administrators: { office: network.pods } } }),
      code: 'network-range',
      where: 'first.cloud.administrators.office',
      found: '"10.1.64.0/18"',
      allowed: 'a range apart from network.pods (10.1.64.0/18)',
      fix: 'choose another range',
    },
  ]);
});

describe('the group of groups', () => {
  refuses({}, [
    {
      title: 'it is called otherwise',
      declare: () =>
        environment('first', { ...facts, cloud: { ...cloud, securityGroup: 'admins@acme.example' } }),
      code: 'invalid-value',
      where: 'first.cloud.securityGroup',
      found: '"admins@acme.example"',
      allowed: 'the group gke-security-groups of the domain, as GKE wants it',
      fix: 'write "gke-security-groups@" and the domain',
    },
    {
      title: 'it is of a domain in which no squad has its group',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, securityGroup: 'gke-security-groups@acme.exampel' },
        }),
      code: 'security-group',
      where: 'first.cloud.securityGroup',
      line: 'exampel',
      found: '"gke-security-groups@acme.exampel"',
      allowed: 'the domain of the squads\' groups, which is "acme.example"',
      fix: /^write the same domain as at packages\/testing\/src\/tiny-company\.ts:\d+:\d+$/,
    },
    {
      title: 'the group of one squad is of another domain',
      declare: () => squad('lending', { ...tinySquad, fallback: 'retail', group: 'lending@partner.example' }),
      code: 'security-group',
      where: 'lending.group',
      found: '"lending@partner.example"',
      allowed: 'a group of "acme.example", the domain of cloud.securityGroup (in first, second)',
      fix: /It is named at packages\/testing\/src\/tiny-company\.ts:\d+:\d+$/,
    },
  ]);
});

describe('a release channel', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'first.cloud.releaseChannel',
      allowed: '"RAPID" or "REGULAR" or "STABLE" or "EXTENDED"',
      fix: 'choose one of these',
    },
    [
      {
        title: 'it is none',
        declare: () => environment('first', { ...facts, cloud: { ...cloud, releaseChannel: 'UNSPECIFIED' } }),
        found: '"UNSPECIFIED"',
      },
      {
        title: 'it is in lower case',
        declare: () => environment('first', { ...facts, cloud: { ...cloud, releaseChannel: 'stable' } }),
        found: '"stable"',
      },
    ],
  );
});

describe('a pool of nodes', () => {
  refuses({ code: 'node-pool' }, [
    {
      title: 'there is none',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, nodePools: {} } }),
      where: 'first.cloud.nodePools',
      found: 'nothing',
      allowed: 'at least one pool: pods need nodes',
      fix: 'describe the nodes of a general pool',
    },
    {
      title: 'it begins with more nodes than it may have',
      declare: () =>
        environment('second', {
          ...second,
          cloud: {
            ...second.cloud,
            nodePools: { general: { ...general, nodesPerZone: { min: 3, max: 2 } } },
          },
        }),
      where: 'second.cloud.nodePools.general.nodesPerZone.min',
      found: '3',
      allowed: 'at most max, which is 2',
      fix: 'exchange them',
    },
    {
      title: 'its upgrade may neither add a node nor take one away',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: { ...cloud, nodePools: { general: { ...general, upgrade: { ...surge, maxSurge: 0 } } } },
        }),
      where: 'first.cloud.nodePools.general.upgrade',
      found: 'maxSurge 0 and maxUnavailable 0',
      allowed: '1 to 20 nodes at a time, both together',
      fix: 'write maxSurge 1: nothing could be replaced',
    },
    {
      title: 'its upgrade moves more nodes at a time than Google does',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            nodePools: { general: { ...general, upgrade: { ...surge, maxUnavailable: 20 } } },
          },
        }),
      where: 'first.cloud.nodePools.general.upgrade',
      found: 'maxSurge 1 and maxUnavailable 20',
      allowed: '1 to 20 nodes at a time, both together',
      fix: 'write fewer',
    },
    {
      title: 'its nodes and the one that an upgrade adds have no addresses',
      declare: () =>
        environment('first', {
          ...facts,
          maxNodes: 9,
          cloud: { ...cloud, nodePools: { general: { ...general } } },
        }),
      where: 'first.cloud.nodePools',
      found: '10 nodes in an upgrade at the most: general 10',
      allowed: 'at most maxNodes, which is 9',
      fix: 'lower nodesPerZone.max, or raise maxNodes: ranges are checked against it',
    },
    {
      title: 'a second set of it takes over, for which there are no addresses',
      declare: () =>
        environment('first', {
          ...facts,
          maxNodes: 17,
          cloud: {
            ...cloud,
            nodePools: { general: { ...general, upgrade: { strategy: 'blue-green', soak: '1h' } } },
          },
        }),
      where: 'first.cloud.nodePools',
      found: '18 nodes in an upgrade at the most: general 18',
      allowed: 'at most maxNodes, which is 17',
      fix: /^lower nodesPerZone\.max/,
    },
    {
      title: 'more nodes speak to the internet than one address has ports for',
      declare: () =>
        environment('first', {
          ...facts,
          maxNodes: 505,
          network: { ...network, pods: '10.64.0.0/16' },
          cloud: { ...cloud },
        }),
      where: 'first.cloud.natAddresses',
      line: 'cloud',
      found: '1',
      allowed: 'at least 2 for 505 nodes with 128 ports each',
      fix: 'write 2, or fewer nodes',
    },
  ]);
  refuses({}, [
    {
      title: 'its upgrade has no strategy',
      declare: () =>
        environment('first', {
          ...facts,
          cloud: {
            ...cloud,
            nodePools: { general: { ...general, upgrade: { maxSurge: 1, maxUnavailable: 0 } } },
          },
        }),
      code: 'missing-field',
      where: 'first.cloud.nodePools.general.upgrade.strategy',
      line: 'upgrade',
      found: 'nothing',
      allowed: 'a strategy "surge" or "blue-green"',
      fix: 'add it',
    },
    {
      title: 'its nodes would act as a service',
      declare: () => [
        webService('nodes-general', tinyWebService),
        environment('first', { ...facts, cloud: { ...cloud, nodePools: { general } } }),
        environment('second', { ...second, cloud: undefined }),
      ],
      code: 'name-collision',
      where: 'first.cloud.nodePools.general',
      line: 'nodePools',
      found: 'the Google service account "nodes-general", which nodes-general has too',
      allowed: 'names of pools and services that make different accounts',
      fix: 'rename the pool',
    },
  ]);
});

describe('a key', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'first.cloud.keyRotationDays',
      allowed: 'days: a whole number from 1 to 90',
    },
    [
      {
        title: 'it grows older than 90 days',
        declare: () => environment('first', { ...facts, cloud: { ...cloud, keyRotationDays: 91 } }),
        found: '91',
        fix: 'write for example 3',
      },
      {
        title: 'it is never replaced',
        declare: () => environment('first', { ...facts, cloud: { ...cloud, keyRotationDays: 0 } }),
        found: '0',
        fix: 'write for example 3',
      },
      {
        title: 'its age is a duration',
        declare: () => environment('first', { ...facts, cloud: { ...cloud, keyRotationDays: '0s' } }),
        found: '"0s"',
        fix: 'write for example 3',
      },
    ],
  );
});

describe('a log', () => {
  refuses({ code: 'invalid-value', where: 'first.cloud.logDays' }, [
    {
      title: 'it is gone before a year is over',
      declare: () => environment('first', { ...facts, cloud: { ...cloud, logDays: 364 } }),
      found: '364',
      allowed: 'days: a whole number from 365 to 3650',
      fix: 'write for example 365',
    },
  ]);
});
