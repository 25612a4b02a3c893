import { readFileSync } from 'node:fs';
import { tinyCloudSql, tinyCompany, tinyNode, tinyReleases, tinyWebService } from '@plinth/testing';
import { resolveCompany } from '../company';
import {
  type Company,
  cloud,
  type Declaration,
  overlayOf,
  publicRoute,
  statefulNode,
  vault,
  webService,
} from '../declare';
import { valueAt } from '../value-at';
import { type Origin, originOf } from './origin';

type Path = readonly (string | number)[];

const till = webService('till', {
  ...tinyWebService,
  image: { repository: 'retail/till', uid: 1000, reason: 'its files belong to this id' },
  calls: ['shop-database', 'shop'],
  config: { level: 'info', hosts: ['a', 'b'], limits: { orders: 5 } },
  scaling: { max: 9, cpu: 60 },
  exposure: publicRoute({ path: '/till' }),
  secrets: { database: vault.database('shop-database') },
  cloud: {
    receipts: cloud.bucket({ keepDays: 30 }),
    jobs: cloud.topic(),
    work: cloud.subscription('till', 'jobs'),
  },
});

const overlay = overlayOf({ services: [till], squads: [], dependencies: [] });

const company = (...declarations: Declaration[]) =>
  tinyCompany(till, statefulNode('node', tinyNode), ...tinyCloudSql(), ...declarations);

function origin(path: Path, from: Company = company(), environment = 'first'): Origin {
  return originOf(from, { releases: tinyReleases(from) }, environment, 'till', path);
}

/** Every value of a resolved service that has no parts. */
function leavesOf(value: unknown, path: Path = []): Path[] {
  const plain: unknown =
    value !== null && typeof value === 'object' && 'toJSON' in value ? String(value) : value;
  if (typeof plain !== 'object' || plain === null) return [path];
  const entries = Array.isArray(plain) ? [...plain.entries()] : Object.entries(plain);
  return entries.flatMap(([key, entry]: [string | number, unknown]) => leavesOf(entry, [...path, key]));
}

function resolved(from: Company) {
  return resolveCompany(from, { releases: tinyReleases(from) })[0]?.services ?? [];
}

describe('the origin of a value', () => {
  test.each<[string, Path, Origin['layer'], Path]>([
    ['written in the base', ['scaling', 'cpu'], 'base', ['scaling', 'cpu']],
    ['below in the base', ['config', 'limits', 'orders'], 'base', ['config', 'limits', 'orders']],
    ['in a list of the base', ['config', 'hosts', 1], 'base', ['config', 'hosts', 1]],
    ['that the facts decide', ['scaling', 'min'], 'facts', ['replicaFloor']],
    ['that the facts limit', ['resources', 'cpuLimit'], 'facts', ['cpuLimit']],
    ['under the domain', ['exposure', 'host'], 'facts', ['domain']],
    ['in the registry', ['image', 'repository'], 'facts', ['registry']],
    ['of an image', ['image', 'user', 'uid'], 'base', ['image', 'uid']],
    ['of a release', ['image', 'version'], 'release', ['till', 'version']],
    ['that names the whole image', ['image', 'reference'], 'release', ['till', 'digest']],
    ['named after the squad', ['namespace'], 'base', ['squad']],
    ['of the squad', ['contact'], 'base', ['contact']],
    ['of a call, sorted', ['calls', 0, 'name'], 'base', ['calls', 1]],
    ['of a callee', ['calls', 0, 'ports', 'https'], 'base', ['ports', 'https']],
    [
      'that says where a callee is',
      ['calls', 1, 'addresses', 0],
      'facts',
      ['dependencies', 'shop-database', 0],
    ],
    ['of an account in the cloud', ['cloud', 'account'], 'facts', ['project']],
    [
      'of a need of the cloud, sorted',
      ['cloud', 'needs', 1, 'keepDays'],
      'base',
      ['cloud', 'receipts', 'keepDays'],
    ],
    ['that names a bucket', ['cloud', 'needs', 1, 'bucket'], 'base', ['cloud', 'receipts']],
    [
      'of a need that nobody sets',
      ['cloud', 'needs', 2, 'ackSeconds'],
      'default',
      ['cloud', 'needs', 2, 'ackSeconds'],
    ],
    ['that nobody sets', ['shutdown', 'drain'], 'default', ['shutdown', 'drain']],
    ['of a port that comes by itself', ['ports', 'health'], 'default', ['ports', 'health']],
  ])('%s', (_, path, layer, inside) => {
    expect(origin(path)).toMatchObject({ layer, path: inside });
  });

  test('is the line on which it is written', () => {
    const { file = '', line = 0, exact } = origin(['config', 'level']);

    expect(exact).toBe(true);
    expect(readFileSync(file, 'utf8').split('\n')[line - 1]).toContain("level: 'info'");
  });

  test('is the line of the release', () => {
    expect(origin(['image', 'commit'])).toMatchObject({ file: 'first/releases.json', line: 10, exact: true });
  });

  test('is the caller for those who call', () => {
    const from = company();
    const options = { releases: tinyReleases(from) };

    expect(originOf(from, options, 'first', 'shop', ['callers', 0, 'name'])).toMatchObject({
      layer: 'base',
      path: ['calls', 1],
    });
  });

  test('exists for every value of every resolved service', () => {
    const from = company(overlay({ till: { scaling: { min: 3 } } }));
    const options = { releases: tinyReleases(from) };
    const lost = resolved(from).flatMap((service) =>
      leavesOf(service)
        .map((path) => originOf(from, options, 'first', service.name, path))
        .filter(({ layer, line }) => layer !== 'default' && line === undefined),
    );

    expect(lost).toEqual([]);
  });

  test('fails when the service or the environment is unknown', () => {
    expect(() => originOf(company(), { releases: new Map() }, 'third', 'till', [])).toThrow(/no environment/);
  });
});

/** Each setting that an overlay may say, with another value than the base. */
const CUSTOMIZED: readonly [Path, Record<string, unknown>][] = [
  [['resources', 'cpu'], { resources: { cpu: 1 } }],
  [['resources', 'cpuLimit'], { resources: { cpuLimit: 3 } }],
  [['scaling', 'min'], { scaling: { min: 4 } }],
  [['scaling', 'cpu'], { scaling: { cpu: 50 } }],
  [['shutdown', 'drain'], { shutdown: { drain: '1m' } }],
  [['config', 'level'], { config: { level: 'debug' } }],
  [['config', 'limits', 'orders'], { config: { limits: { orders: 6 } } }],
];

describe('a setting that an overlay says', () => {
  test.each(CUSTOMIZED)('%j is the only value that changes, and names the overlay', (path, input) => {
    const before = resolved(company()).find(({ name }) => name === 'till');
    const from = company(overlay({ till: input }));
    const after = resolved(from).find(({ name }) => name === 'till');
    const changed = leavesOf(after).filter(
      (leaf) => String(valueAt(before, leaf)) !== String(valueAt(after, leaf)),
    );
    const fromOverlay = leavesOf(after).filter((leaf) => origin(leaf, from).layer === 'overlay');

    expect(changed).toEqual([path]);
    expect(fromOverlay).toEqual([path]);
    expect(origin(path, from)).toMatchObject({ layer: 'overlay', path: ['till', ...path] });
  });

  test.each(CUSTOMIZED)('%j falls back without it, and in every other environment', (path, input) => {
    const from = company(overlay({ till: input }));

    expect(origin(path, from, 'second')).toEqual(origin(path, company(), 'second'));
    expect(origin(path).layer).not.toBe('overlay');
  });

  test('takes a whole list with it', () => {
    const from = company(overlay({ till: { config: { hosts: ['c'] } } }));

    expect(origin(['config', 'hosts', 0], from)).toMatchObject({
      layer: 'overlay',
      path: ['till', 'config', 'hosts', 0],
    });
  });

  test('takes away what an element of the list no longer says', () => {
    const metric = { source: 'cloud-monitoring', type: 'a.googleapis.com/b', perReplica: 5 };
    const scaled = webService('till', {
      ...till.input,
      scaling: { max: 9, external: [{ ...metric, kind: 'counter' } as never] },
    });
    const from = tinyCompany(scaled, overlay({ till: { scaling: { external: [metric] } } } as never));

    expect(origin(['scaling', 'external', 0, 'kind'], from).layer).toBe('default');
    expect(origin(['scaling', 'external', 0, 'type'], from).layer).toBe('overlay');
    expect(origin(['scaling', 'external', 0, 'kind'], from, 'second').layer).toBe('base');
  });
});
