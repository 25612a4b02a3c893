import {
  tinyNode as node,
  tinyJob as report,
  tinyWebService as shop,
  tinyFacts,
  tinyWorker,
} from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, overlay, scheduledJob, statefulNode, webService, worker } from './_untyped';

const USERS = { source: 'cloud-monitoring', type: 'custom.googleapis.com/shop/users', perReplica: 500 };

describe('replicas', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.scaling.min',
      allowed: 'replicas: a whole number from 1 to 1000',
      fix: 'write for example 3',
    },
    [
      {
        title: 'there are none',
        declare: () => webService('shop', { ...shop, scaling: { min: 0 } }),
        found: '0',
      },
      {
        title: 'there are none, below zero',
        declare: () => webService('shop', { ...shop, scaling: { min: -0 } }),
        found: '0',
      },
      {
        title: 'there are fewer than none',
        declare: () => webService('shop', { ...shop, scaling: { min: -1 } }),
        found: '-1',
      },
      {
        title: 'there is one and a half',
        declare: () => webService('shop', { ...shop, scaling: { min: 1.5 } }),
        found: '1.5',
      },
      {
        title: 'they are no number',
        declare: () => webService('shop', { ...shop, scaling: { min: Number.NaN } }),
        found: 'NaN',
      },
      {
        title: 'they are endless',
        declare: () => webService('shop', { ...shop, scaling: { min: Number.POSITIVE_INFINITY } }),
        found: 'Infinity',
      },
      {
        title: 'there are a billion',
        declare: () => webService('shop', { ...shop, scaling: { min: 1e9 } }),
        found: '1000000000',
      },
      {
        title: 'they are text',
        declare: () => webService('shop', { ...shop, scaling: { min: '3' } }),
        found: '"3"',
      },
      {
        title: 'they are true',
        declare: () => webService('shop', { ...shop, scaling: { min: true } }),
        found: 'true',
      },
      {
        title: 'they are null',
        declare: () => webService('shop', { ...shop, scaling: { min: null } }),
        found: 'null',
      },
      {
        title: 'they are a list',
        declare: () => webService('shop', { ...shop, scaling: { min: [3] } }),
        found: '[3]',
      },
    ],
  );
  refuses(
    {
      code: 'scaling-bounds',
      where: 'shop.scaling.max',
      fix: 'raise it, or leave `max` out for a fixed number of replicas',
    },
    [
      {
        title: 'the least are more than the most',
        declare: () => webService('shop', { ...shop, scaling: { min: 5, max: 4 } }),
        found: '4',
        allowed: 'more than scaling.min, which is 5 in the base (in first, second)',
      },
      {
        title: 'the least are the most',
        declare: () => webService('shop', { ...shop, scaling: { min: 5, max: 5 } }),
        found: '5',
        allowed: 'more than scaling.min, which is 5 in the base (in first, second)',
      },
      {
        title: 'the most are what one environment has at least',
        declare: () => webService('shop', { ...shop, scaling: { max: 2 } }),
        found: '2',
        allowed: "more than scaling.min, which is 2 by the environment's fact replicaFloor (in second)",
      },
      {
        title: 'an overlay raises the least above the most',
        declare: () => [
          webService('shop', { ...shop, scaling: { max: 4 } }),
          overlay({ shop: { scaling: { min: 9 } } }),
        ],
        where: 'shop.scaling.min',
        found: '9',
        allowed: 'less than scaling.max, which is 4 in the base (in first)',
        fix: 'lower it, or raise scaling.max',
      },
      {
        title: 'an overlay lowers the most below the least',
        declare: () => [
          webService('shop', { ...shop, scaling: { min: 5, max: 9 } }),
          overlay({ shop: { scaling: { max: 4 } } }),
        ],
        found: '4',
        allowed: 'more than scaling.min, which is 5 in the base (in first)',
        line: 'overlay({ shop: { scaling: { max: 4 } } })',
      },
    ],
  );
  refuses({ code: 'below-replica-floor', where: 'shop.scaling.min', fix: 'leave min out, or raise it' }, [
    {
      title: 'the base has fewer than the floor of an environment',
      declare: () => webService('shop', { ...shop, scaling: { min: 1, max: 9 } }),
      found: '1',
      allowed: "at least 2, the environment's fact replicaFloor (in second)",
    },
    {
      title: 'an overlay has fewer than the floor of its environment',
      declare: () => [
        environment('first', { ...tinyFacts(1), replicaFloor: 3 }),
        environment('second', { ...tinyFacts(2), replicaFloor: 3 }),
        overlay({ shop: { scaling: { min: 2 } } }),
      ],
      found: '2',
      allowed: "at least 3, the environment's fact replicaFloor (in first)",
    },
  ]);
  refuses({ code: 'unknown-field', fix: 'remove it' }, [
    {
      title: 'they are fixed beside scaling',
      declare: () => webService('shop', { ...shop, replicas: 3, scaling: { max: 9 } }),
      where: 'shop.replicas',
      found: 'the unknown field "replicas"',
      allowed: /^the fields squad, image, .* or /,
    },
    {
      title: 'a node that needs a quorum scales by itself',
      declare: () => statefulNode('node', { ...node, scaling: { max: 9 } }),
      where: 'node.scaling',
      found: 'the unknown field "scaling"',
      allowed: /replicas/,
    },
    {
      title: 'a job scales',
      declare: () => scheduledJob('report', { ...report, scaling: { max: 9 } }),
      where: 'report.scaling',
      found: 'the unknown field "scaling"',
      allowed: /schedule/,
    },
    {
      title: 'a disruption budget is written',
      declare: () =>
        webService('shop', { ...shop, disruptionBudget: { minAvailable: 1, maxUnavailable: 1 } }),
      where: 'shop.disruptionBudget',
      found: 'the unknown field "disruptionBudget"',
      allowed: /scaling/,
    },
    {
      title: 'a disruption budget that blocks every drain is written',
      declare: () => worker('mailer', { ...tinyWorker, minAvailable: '100%' }),
      where: 'mailer.minAvailable',
      found: 'the unknown field "minAvailable"',
      allowed: /scaling/,
    },
  ]);
  refuses({}, [
    {
      title: 'a node has none',
      declare: () => statefulNode('node', { ...node, replicas: 0 }),
      code: 'invalid-value',
      where: 'node.replicas',
      found: '0',
      allowed: 'replicas: a whole number from 1 to 100',
      fix: 'write for example 3',
    },
    {
      title: 'removing them waits longer than Kubernetes allows',
      declare: () => webService('shop', { ...shop, scaling: { max: 9, scaleDownAfter: '3601s' } }),
      code: 'invalid-value',
      where: 'shop.scaling.scaleDownAfter',
      found: '"3601s"',
      allowed: 'a length of time from 5m to 1h',
      fix: 'write for example "5m"',
    },
  ]);
});

describe('a metric', () => {
  const scaled = (metric: object) => webService('shop', { ...shop, scaling: { max: 9, external: [metric] } });
  const TARGET = {
    code: 'invalid-value',
    allowed: 'a number above 0',
    fix: 'write the value that one replica should carry',
  };

  refuses({ where: 'shop.scaling.external[0].perReplica', line: 'const scaled', ...TARGET }, [
    { title: 'its target is 0', declare: () => scaled({ ...USERS, perReplica: 0 }), found: '0' },
    { title: 'its target is below zero', declare: () => scaled({ ...USERS, perReplica: -5 }), found: '-5' },
    { title: 'its target is text', declare: () => scaled({ ...USERS, perReplica: '500' }), found: '"500"' },
    {
      title: 'its target is endless',
      declare: () => scaled({ ...USERS, perReplica: Number.POSITIVE_INFINITY }),
      found: 'Infinity',
    },
  ]);
  refuses({ line: 'const scaled', code: 'invalid-value' }, [
    {
      title: 'it has two targets',
      declare: () => scaled({ ...USERS, total: 5 }),
      where: 'shop.scaling.external[0]',
      found: '{"source":"cloud-monitoring","type":"custom.googleapis.co...',
      allowed: 'exactly one of `perReplica` and `total`',
      fix: 'keep the one that you mean',
    },
    {
      title: 'it has no target',
      declare: () => scaled({ source: USERS.source, type: USERS.type }),
      where: 'shop.scaling.external[0]',
      found: '{"source":"cloud-monitoring","type":"custom.googleapis.co...',
      allowed: 'exactly one of `perReplica` and `total`',
      fix: 'keep the one that you mean',
    },
    {
      title: 'it has no name',
      declare: () => scaled({ ...USERS, type: '' }),
      where: 'shop.scaling.external[0].type',
      found: '""',
      allowed: 'a metric type such as "custom.googleapis.com/exchange/active_users"',
      fix: 'copy the type from Metrics explorer',
    },
    {
      title: 'its host is a look-alike',
      declare: () => scaled({ ...USERS, type: 'custom.googleapis.com.evil.io/users' }),
      where: 'shop.scaling.external[0].type',
      found: '"custom.googleapis.com.evil.io/users"',
      allowed: 'a metric type such as "custom.googleapis.com/exchange/active_users"',
      fix: 'copy the type from Metrics explorer',
    },
    {
      title: 'a label is empty',
      declare: () => scaled({ ...USERS, labels: { shop: '' } }),
      where: 'shop.scaling.external[0].labels.shop',
      found: '""',
      allowed: /^a text of 1 to 256 /,
      fix: 'write the value of the label',
    },
    {
      title: 'it is reduced in an unknown way',
      declare: () => scaled({ ...USERS, reducer: 'REDUCE_MEDIAN' }),
      where: 'shop.scaling.external[0].reducer',
      found: '"REDUCE_MEDIAN"',
      allowed: /^"REDUCE_MEAN" or "REDUCE_MIN"/,
      fix: 'choose one of these',
    },
    {
      title: 'nobody makes it',
      declare: () => scaled({ ...USERS, source: 'prometheus' }),
      code: 'invalid-type',
      where: 'shop.scaling.external[0].source',
      found: '"prometheus"',
      allowed: '"cloud-monitoring"',
      fix: 'write it in this form',
    },
  ]);
  refuses({}, [
    {
      title: 'it drives nothing: there is no most',
      declare: () => webService('shop', { ...shop, scaling: { external: [USERS] } }),
      code: 'scaling-without-max',
      where: 'shop.scaling.external',
      found: '["custom.googleapis.com/shop/users"]',
      allowed: 'metrics together with scaling.max (in first, second)',
      fix: 'set scaling.max, the most replicas that its callees can bear',
    },
    {
      title: 'metrics are no list',
      declare: () => webService('shop', { ...shop, scaling: { max: 9, external: USERS } }),
      code: 'invalid-type',
      where: 'shop.scaling.external',
      line: 'const USERS',
      found: '{"source":"cloud-monitoring","type":"custom.googleapis.co...',
      allowed: 'a list',
      fix: 'write it in this form',
    },
  ]);

  test('may stand alone: the share of processor time comes by itself', () => {
    expect(problemsOf(scaled(USERS))).toEqual([]);
  });
});

describe('a probe', () => {
  const PATH = 'a path that starts with "/" and has no trailing slash, blank, query or ".." segment';

  refuses(
    {
      code: 'invalid-value',
      where: 'shop.health.ready',
      line: 'ready',
      allowed: PATH,
      fix: 'write for example "/readyz"',
    },
    [
      {
        title: 'its path is no path',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: 'readyz' } }),
        found: '"readyz"',
      },
      {
        title: 'its path is empty',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: '' } }),
        found: '""',
      },
      {
        title: 'its path has a query',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: '/r?x=1' } }),
        found: '"/r?x=1"',
      },
      {
        title: 'its path goes up',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: '/a/../b' } }),
        found: '"/a/../b"',
      },
      {
        title: 'its path goes up at the start',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: '/..' } }),
        found: '"/.."',
      },
      {
        title: 'its path is another host',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: '//evil.io' } }),
        found: '"//evil.io"',
      },
      {
        title: 'its path has a line feed',
        declare: () => webService('shop', { ...shop, health: { live: '/l', ready: '/r\n' } }),
        found: '"/r\\n"',
      },
    ],
  );
  refuses({}, [
    {
      title: 'readiness and liveness ask the same',
      declare: () => webService('shop', { ...shop, health: { ready: '/healthz', live: '/healthz' } }),
      code: 'same-probes',
      where: 'shop.health.live',
      found: '"/healthz"',
      allowed: 'another path than `ready`',
      fix: 'answer `live` without asking any dependency, for example at "/livez"',
    },
    {
      title: 'an overlay makes readiness and liveness ask the same',
      declare: () => overlay({ shop: { health: { live: '/readyz' } } }),
      code: 'same-probes',
      where: 'shop.health.live',
      found: '"/readyz"',
      allowed: 'another path than `ready` (in first)',
      fix: 'answer `live` without asking any dependency, for example at "/livez"',
    },
    {
      title: 'an overlay makes liveness and readiness ask the same',
      declare: () => overlay({ shop: { health: { ready: '/livez' } } }),
      code: 'same-probes',
      where: 'shop.health.ready',
      found: '"/livez"',
      allowed: 'another path than `live` (in first)',
      fix: 'answer `ready` when it can serve now, for example at "/readyz"',
    },
    {
      title: 'a probe asks a port of its own',
      declare: () => webService('shop', { ...shop, health: { ready: '/r', live: '/l', port: 9999 } }),
      code: 'unknown-field',
      where: 'shop.health.port',
      found: 'the unknown field "port"',
      allowed: 'the fields ready, live or startWithin',
      fix: 'remove it',
    },
    {
      title: 'a probe runs a shell',
      declare: () =>
        webService('shop', { ...shop, health: { ready: '/r', live: '/l', exec: ['sh', '-c', 'true'] } }),
      code: 'unknown-field',
      where: 'shop.health.exec',
      found: 'the unknown field "exec"',
      allowed: 'the fields ready, live or startWithin',
      fix: 'remove it',
    },
  ]);
});
