import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyWebService as shop, tinyDependency, tinyJob, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { externalDependency, overlay, scheduledJob, squad, webService } from './_untyped';

const SETTINGS = 'the fields resources, config, health, shutdown, slo or scaling';

function lineAt(place = ''): string {
  const [, file = '', line = ''] = /^([^:]+):(\d+):/.exec(place) ?? [];
  return readFileSync(join(__dirname, '../..', file), 'utf8').split('\n')[Number(line) - 1] ?? '';
}

describe('an overlay', () => {
  refuses(
    { code: 'invalid-type', where: 'shop', allowed: `a map with ${SETTINGS}`, fix: 'write it in this form' },
    [
      { title: 'a service is a number', declare: () => overlay({ shop: 5 }), found: '5' },
      { title: 'a service is no number', declare: () => overlay({ shop: Number.NaN }), found: 'NaN' },
      { title: 'a service is text', declare: () => overlay({ shop: 'bigger' }), found: '"bigger"' },
      { title: 'a service is true', declare: () => overlay({ shop: true }), found: 'true' },
      {
        title: 'a service is a list',
        declare: () => overlay({ shop: [{ resources: { cpu: 1 } }] }),
        found: '[{"resources":{"cpu":1}}]',
      },
      { title: 'a service is a function', declare: () => overlay({ shop: () => ({}) }), found: 'a function' },
    ],
  );
  refuses(
    {
      code: 'null-override',
      found: 'null',
      fix: 'leave the field out to inherit it: an overlay takes nothing away',
    },
    [
      {
        title: 'it takes a service away',
        declare: () => overlay({ shop: null }),
        where: 'shop',
        allowed: `a map with ${SETTINGS}`,
      },
      {
        title: 'it takes a group of settings away',
        declare: () => overlay({ shop: { health: null } }),
        where: 'shop.health',
        allowed: /^a map with the fields ready, live/,
      },
      {
        title: 'it takes a setting away',
        declare: () => overlay({ shop: { resources: { cpuLimit: null } } }),
        where: 'shop.resources.cpuLimit',
        allowed: /^cores as a number/,
      },
      {
        title: 'it takes a value of the configuration away',
        declare: () => overlay({ shop: { config: { level: null } } }),
        where: 'shop.config.level',
        allowed: /\(no null\)$/,
      },
    ],
  );
  refuses(
    {
      code: 'identity-override',
      allowed: 'settings that may differ: resources, config, health, shutdown, slo or scaling',
    },
    [
      {
        title: 'it changes the owner',
        declare: () => overlay({ shop: { squad: 'retail' } }),
        where: 'shop.squad',
        found: 'an override of "squad"',
        fix: 'change "squad" in the base: it is the same in every environment',
      },
      {
        title: 'it changes the image',
        declare: () => overlay({ shop: { image: 'retail/other' } }),
        where: 'shop.image',
        found: 'an override of "image"',
        fix: /^change "image" in the base/,
      },
      {
        title: 'it changes the calls',
        declare: () => overlay({ shop: { calls: [] } }),
        where: 'shop.calls',
        found: 'an override of "calls"',
        fix: /^change "calls" in the base/,
      },
      {
        title: 'it changes the secrets',
        declare: () => overlay({ shop: { secrets: {} } }),
        where: 'shop.secrets',
        found: 'an override of "secrets"',
        fix: /^change "secrets" in the base/,
      },
      {
        title: 'it changes the data class',
        declare: () => overlay({ shop: { data: 'public' } }),
        where: 'shop.data',
        found: 'an override of "data"',
        fix: /^change "data" in the base/,
      },
      {
        title: 'it changes the criticality',
        declare: () => overlay({ shop: { criticality: 'core' } }),
        where: 'shop.criticality',
        found: 'an override of "criticality"',
        fix: /^change "criticality" in the base/,
      },
      {
        title: 'it changes the ports',
        declare: () => overlay({ shop: { ports: { https: 9443 } } }),
        where: 'shop.ports',
        found: 'an override of "ports"',
        fix: /^change "ports" in the base/,
      },
      {
        title: 'it changes the exposure',
        declare: () => overlay({ shop: { exposure: null } }),
        where: 'shop.exposure',
        found: 'an override of "exposure"',
        fix: /^change "exposure" in the base/,
      },
      {
        title: 'it changes what runs before a roll-out',
        declare: () => overlay({ shop: { beforeRollout: { args: ['x'] } } }),
        where: 'shop.beforeRollout',
        found: 'an override of "beforeRollout"',
        fix: /^change "beforeRollout" in the base/,
      },
      {
        title: 'it changes the name',
        declare: () => overlay({ shop: { name: 'till' } }),
        where: 'shop.name',
        found: 'an override of "name"',
        fix: /^change "name" in the base/,
      },
    ],
  );
  refuses({ code: 'unknown-field' }, [
    {
      title: 'it takes a control away',
      declare: () => overlay({ shop: { securityContext: null } }),
      where: 'shop.securityContext',
      found: 'the unknown field "securityContext"',
      allowed: SETTINGS,
      fix: 'remove it',
    },
    {
      title: 'it weakens Pod Security',
      declare: () => overlay({ shop: { enforce: 'baseline' } }),
      where: 'shop.enforce',
      found: 'the unknown field "enforce"',
      allowed: SETTINGS,
      fix: 'remove it',
    },
    {
      title: 'it has a typing mistake',
      declare: () => overlay({ shop: { scalling: { min: 2 } } }),
      where: 'shop.scalling',
      found: 'the unknown field "scalling"',
      allowed: SETTINGS,
      fix: 'did you mean "scaling"?',
    },
    {
      title: 'it has a typing mistake below',
      declare: () => overlay({ shop: { resources: { cpus: 2 } } }),
      where: 'shop.resources.cpus',
      found: 'the unknown field "cpus"',
      allowed: 'the fields cpu, cpuLimit, memory or ephemeralStorage',
      fix: 'did you mean "cpu"?',
    },
    {
      title: 'a key is part of the language',
      declare: () => overlay(JSON.parse('{ "shop": { "__proto__": { "resources": { "cpu": 9 } } } }')),
      where: 'shop.__proto__',
      line: 'overlay(',
      found: 'the unknown field "__proto__"',
      allowed: 'fields that are no part of the language',
      fix: 'remove it',
    },
    {
      title: 'a key below is part of the language',
      declare: () => overlay(JSON.parse('{ "shop": { "config": { "log": { "__proto__": { "a": 1 } } } } }')),
      where: 'shop.config.log.__proto__',
      line: 'overlay(',
      found: 'the unknown field "__proto__"',
      allowed: 'fields that are no part of the language',
      fix: 'remove it',
    },
    {
      title: 'a key is inherited by every object',
      declare: () => overlay({ shop: { constructor: { min: 2 } } }),
      where: 'shop.constructor',
      found: 'the unknown field "constructor"',
      allowed: SETTINGS,
      fix: 'remove it',
    },
    {
      title: 'a key has a line feed',
      declare: () => overlay({ shop: { 'scaling\n': {} } }),
      where: 'shop["scaling\\n"]',
      line: 'overlay(',
      found: 'the unknown field "scaling\\n"',
      allowed: SETTINGS,
      fix: 'did you mean "scaling"?',
    },
    {
      title: 'a field belongs to another kind',
      declare: () => overlay({ shop: { schedule: '0 6 * * *' } }),
      where: 'shop.schedule',
      found: 'the unknown field "schedule"',
      allowed: SETTINGS,
      fix: 'remove it',
    },
  ]);
  refuses({ code: 'unknown-service', allowed: 'services that the base declares' }, [
    {
      title: 'its service does not exist',
      declare: () => overlay({ shopp: { scaling: { min: 2 } } }),
      where: 'shopp',
      found: 'an override of the unknown service "shopp"',
      fix: 'did you mean "shop"?',
    },
    {
      title: 'nothing like its service exists',
      declare: () => overlay({ warehouse: { scaling: { min: 2 } } }),
      where: 'warehouse',
      found: 'an override of the unknown service "warehouse"',
      fix: 'declare it in the base first',
    },
    {
      title: 'its service is a dependency',
      declare: () => overlay({ 'shop-database': { scaling: { min: 2 } } }),
      where: 'shop-database',
      found: 'an override of the unknown service "shop-database"',
      fix: 'did you mean "shop"?',
    },
    {
      title: 'its service has another case',
      declare: () => overlay({ Shop: { scaling: { min: 2 } } }),
      where: 'Shop',
      found: 'an override of the unknown service "Shop"',
      fix: 'did you mean "shop"?',
    },
    {
      title: 'its service is part of the language',
      declare: () => overlay({ constructor: { scaling: { min: 2 } } }),
      where: 'constructor',
      found: 'an override of the unknown service "constructor"',
      fix: 'declare it in the base first',
    },
    {
      title: 'its service has a homoglyph',
      declare: () => overlay({ 'sh\u043ep': {} }),
      where: '"sh\\u{43e}p"',
      line: 'overlay(',
      found: 'an override of the unknown service "sh\\u{43e}p"',
      fix: 'did you mean "shop"?',
    },
  ]);
  refuses(
    {
      code: 'no-op-override',
      allowed: 'settings that differ from what they override',
      fix: /^delete this setting \([a-z]+\.[a-zA-Z]+\): shop inherits the same value in first$/,
    },
    [
      {
        title: 'it repeats the base',
        declare: () => overlay({ shop: { resources: { cpu: 0.2 } } }),
        where: 'shop.resources.cpu',
        found: '0.2',
      },
      {
        title: 'it repeats the base in other words',
        declare: () => overlay({ shop: { resources: { cpu: '200m' } } }),
        where: 'shop.resources.cpu',
        found: '"200m"',
        fix: 'delete this setting (resources.cpu): shop inherits the same value in first',
      },
      {
        title: 'it repeats a fact',
        declare: () => overlay({ shop: { resources: { cpuLimit: '4' } } }),
        where: 'shop.resources.cpuLimit',
        found: '"4"',
      },
      {
        title: 'it repeats the least replicas',
        declare: () => overlay({ shop: { scaling: { min: 1 } } }),
        where: 'shop.scaling.min',
        found: '1',
      },
      {
        title: 'it repeats a default',
        declare: () => overlay({ shop: { shutdown: { drain: '30s' } } }),
        where: 'shop.shutdown.drain',
        found: '"30s"',
      },
      {
        title: 'it repeats a default list',
        declare: () => overlay({ shop: { scaling: { external: [] } } }),
        where: 'shop.scaling.external',
        found: '[]',
      },
      {
        title: 'it repeats a value of the configuration',
        declare: () => [
          webService('shop', { ...shop, config: { hosts: ['a', 'b'] } }),
          overlay({ shop: { config: { hosts: ['a', 'b'] } } }),
        ],
        where: 'shop.config.hosts',
        line: 'overlay(',
        found: '["a","b"]',
      },
    ],
  );
  refuses({}, [
    {
      title: 'two say the same setting',
      declare: () => [
        overlay({ shop: { resources: { cpu: 1 } } }),
        overlay({ shop: { resources: { cpu: 2, memory: '1Gi' } } }),
      ],
      code: 'override-twice',
      where: 'shop.resources.cpu',
      found: '2',
      allowed: 'each setting in one overlay of an environment',
      fix: /^remove one of the two: the other stands at test\/bad-input\/overlays\.test\.ts:\d+:\d+$/,
    },
    {
      title: 'one says a part of what the base has not begun',
      declare: () => overlay({ shop: { slo: { latency: '1s' } } }),
      code: 'missing-field',
      where: 'shop.slo.availability',
      line: 'slo',
      found: 'nothing',
      allowed: 'a percentage of time from 90 to 99.999, as a number',
      fix: 'write for example 99.9',
    },
    {
      title: 'a wrong type stands deep',
      declare: () =>
        overlay({
          shop: {
            scaling: {
              external: [
                { source: 'cloud-monitoring', type: 'a.googleapis.com/b', perReplica: 5, labels: { a: 7 } },
              ],
            },
          },
        }),
      code: 'invalid-value',
      where: 'shop.scaling.external[0].labels.a',
      line: 'labels: { a: 7 }',
      found: '7',
      allowed: /^a text/,
      fix: /^write the value/,
    },
    {
      title: 'a list is a map',
      declare: () => overlay({ shop: { scaling: { external: { 0: {} } } } }),
      code: 'invalid-type',
      where: 'shop.scaling.external',
      found: '{"0":{}}',
      allowed: 'a list',
      fix: 'write it in this form',
    },
  ]);

  test('fails when two say the same setting, with the line of the first', () => {
    const one = overlay({ shop: { resources: { cpu: 1 } } });
    const other = overlay({ shop: { resources: { cpu: 2 } } });
    const [problem] = problemsOf([one, other]);

    expect(lineAt(problem?.where)).toContain('const other');
    expect(lineAt(problem?.fix.split(' ').at(-1))).toContain('const one');
  });

  test.each([[null], [5], ['shop'], [[]], [undefined]])('fails when it is %p', (input) => {
    expect(problemsOf(overlay(input))).toEqual([
      expect.objectContaining({
        code: 'invalid-type',
        where: expect.stringMatching(/overlays\.test\.ts:\d+:\d+$/),
        allowed: 'a map of services to the settings that differ',
      }),
    ]);
  });

  test('fails when two services are given the same wrong object, for each of them', () => {
    const wrong = { resources: { cpu: 'big' } };
    const problems = problemsOf([webService('till', shop), overlay({ shop: wrong, till: wrong })]);

    expect(problems.map(({ where }) => where.replace(/^.*: /, ''))).toEqual([
      'shop.resources.cpu',
      'till.resources.cpu',
    ]);
  });

  test('may be empty, or say nothing of a service', () => {
    expect(problemsOf(overlay({}))).toEqual([]);
    expect(problemsOf(overlay({ shop: {} }))).toEqual([]);
    expect(problemsOf(overlay({ shop: undefined }))).toEqual([]);
    expect(problemsOf(overlay({ shop: { scaling: undefined } }))).toEqual([]);
  });

  test('fails with everything that is wrong at once', () => {
    const problems = problemsOf([
      webService('shop', { ...shop, image: 'a:1', squad: 'nobody' }),
      overlay({ shop: { nothing: 1 }, shopp: {} }),
      squad('retail', { ...tinySquad, deputy: 'a.keller' }),
      externalDependency('shop-database', { ...tinyDependency, trust: 'nobody' }),
      scheduledJob('report', { ...tinyJob, schedule: '@daily' }),
    ]);

    expect(problems.map(({ code, where }) => `${code} ${where.replace(/^.*: /, '')}`).sort()).toEqual([
      'invalid-value report.schedule',
      'invalid-value shop-database.trust',
      'invalid-value shop.image',
      'lead-is-deputy retail.deputy',
      'unknown-field shop.nothing',
      'unknown-service shopp',
      'unknown-squad shop.squad',
    ]);
  });
});
