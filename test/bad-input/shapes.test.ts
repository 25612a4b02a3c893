import { type Company, resolveCompany } from '@plinth/model';
import { tinyWebService as shop, tinyCompany, tinyReleases, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { squad, webService } from './_untyped';

const FIELDS = /^the fields squad, image, calls, .* or beforeRollout$/;
const VALUE = 'text, a finite number, true, false, or lists and maps of these (no null)';
const KEY =
  'a key that starts with a letter and holds up to 63 letters, digits, dots, hyphens and underscores (not "constructor")';

function selfContaining(): object {
  const map: Record<string, unknown> = { a: 1 };
  map.again = map;
  return map;
}

/** `__proto__` as JSON.parse makes it: a key like any other. */
const hidden = (): object => JSON.parse('{ "__proto__": { "admin": true } }');

describe('a declaration', () => {
  refuses({ code: 'unknown-field', allowed: FIELDS }, [
    {
      title: 'a field has a typing mistake',
      declare: () => webService('shop', { ...shop, scalling: {} }),
      where: 'shop.scalling',
      found: 'the unknown field "scalling"',
      fix: 'did you mean "scaling"?',
    },
    {
      title: 'a field is a guess',
      declare: () => webService('shop', { ...shop, hostNetwork: true }),
      where: 'shop.hostNetwork',
      found: 'the unknown field "hostNetwork"',
      fix: 'remove it',
    },
    {
      title: 'a control is taken away',
      declare: () => webService('shop', { ...shop, securityContext: null }),
      where: 'shop.securityContext',
      found: 'the unknown field "securityContext"',
      fix: 'remove it',
    },
    {
      title: 'a field has a zero-width space',
      declare: () => webService('shop', { ...shop, 'sc\u200baling': {} }),
      where: 'shop["sc\\u{200b}aling"]',
      line: 'aling',
      found: 'the unknown field "sc\\u{200b}aling"',
      fix: 'did you mean "scaling"?',
    },
  ]);
  refuses(
    {
      code: 'unknown-field',
      found: 'the unknown field "__proto__"',
      allowed: 'fields that are no part of the language',
      fix: 'remove it',
    },
    [
      {
        title: 'a key of the configuration is part of the language',
        declare: () => webService('shop', { ...shop, config: hidden() }),
        where: 'shop.config.__proto__',
        line: 'config',
      },
      {
        title: 'a key of a group is part of the language',
        declare: () => webService('shop', { ...shop, scaling: hidden() }),
        where: 'shop.scaling.__proto__',
        line: 'scaling',
      },
      {
        title: 'a key in a list is part of the language',
        declare: () => webService('shop', { ...shop, config: { list: [hidden()] } }),
        where: 'shop.config.list[0].__proto__',
        line: 'config',
      },
    ],
  );
  refuses({ code: 'invalid-type', fix: 'write it in this form' }, [
    {
      title: 'a group is text',
      declare: () => webService('shop', { ...shop, resources: 'small' }),
      where: 'shop.resources',
      found: '"small"',
      allowed: 'a map with the fields cpu, cpuLimit, memory or ephemeralStorage',
    },
    {
      title: 'a group is a list',
      declare: () => webService('shop', { ...shop, health: ['/readyz'] }),
      where: 'shop.health',
      found: '["/readyz"]',
      allowed: 'a map with the fields ready, live or startWithin',
    },
    {
      title: 'a group is null',
      declare: () => webService('shop', { ...shop, scaling: null }),
      where: 'shop.scaling',
      found: 'null',
      allowed: /^a map with the fields min, max/,
    },
    {
      title: 'a list is text',
      declare: () => webService('shop', { ...shop, calls: 'shop-database' }),
      where: 'shop.calls',
      found: '"shop-database"',
      allowed: 'a list',
    },
    {
      title: 'a group contains itself',
      declare: () => webService('shop', { ...shop, calls: selfContaining() }),
      where: 'shop.calls',
      found: 'an object that is no plain data',
      allowed: 'a list',
    },
    {
      title: 'members are a list',
      declare: () => squad('retail', { ...tinySquad, members: ['a.keller'] }),
      where: 'retail.members',
      found: '["a.keller"]',
      allowed: 'a map',
    },
  ]);
  refuses({ code: 'invalid-value', fix: 'choose one of these' }, [
    {
      title: 'a word is not among the choices',
      declare: () => webService('shop', { ...shop, data: 'secret' }),
      where: 'shop.data',
      found: '"secret"',
      allowed: '"public" or "internal" or "personal" or "payment"',
    },
    {
      title: 'a word is a truth',
      declare: () => webService('shop', { ...shop, criticality: true }),
      where: 'shop.criticality',
      found: 'true',
      allowed: '"core" or "standard" or "batch"',
    },
    {
      title: 'a role does not exist',
      declare: () =>
        squad('retail', { ...tinySquad, members: { ...tinySquad.members, 'a.keller': ['boss'] } }),
      where: 'retail.members.a.keller[0]',
      line: 'boss',
      found: '"boss"',
      allowed: /^"devsecops" or "qa"/,
    },
  ]);
  refuses(
    {
      where: 'shop.secrets.database',
      allowed: 'vault.database(dependency) or vault.kv(path)',
      fix: 'write one of these forms',
      code: 'invalid-value',
    },
    [
      {
        title: 'a secret stands in it, and shows nothing of it',
        declare: () => webService('shop', { ...shop, secrets: { database: 'hunter2' } }),
        found: 'a string, not shown',
      },
      {
        title: 'a list of secrets stands in it, and shows nothing of it',
        declare: () => webService('shop', { ...shop, secrets: { database: ['hunter2'] } }),
        found: 'a list, not shown',
      },
    ],
  );

  test.each([[undefined], [null], [7], ['shop'], [[]]])('fails when it is given %p', (input) => {
    expect(problemsOf(webService('shop', input)).map(({ code, where }) => [code, where])).toEqual([
      [
        input === undefined ? 'missing-field' : 'invalid-type',
        expect.stringMatching(/shapes\.test\.ts:\d+:\d+: shop$/),
      ],
    ]);
  });
});

describe('a value of the configuration', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.config.limit',
      line: 'limit',
      allowed: VALUE,
      fix: 'write it as text',
    },
    [
      {
        title: 'it is no number',
        declare: () => webService('shop', { ...shop, config: { limit: Number.NaN } }),
        found: 'NaN',
      },
      {
        title: 'it is endless',
        declare: () => webService('shop', { ...shop, config: { limit: Number.POSITIVE_INFINITY } }),
        found: 'Infinity',
      },
      {
        title: 'it is a bigint',
        declare: () => webService('shop', { ...shop, config: { limit: 9007199254740993n } }),
        found: '9007199254740993',
      },
      {
        title: 'it is a date',
        declare: () => webService('shop', { ...shop, config: { limit: new Date(0) } }),
        found: 'an instance of Date',
      },
      {
        title: 'it is a map of the language',
        declare: () => webService('shop', { ...shop, config: { limit: new Map([['a', 1]]) } }),
        found: 'an instance of Map',
      },
      {
        title: 'it is an instance of a class',
        declare: () => webService('shop', { ...shop, config: { limit: new URL('https://a.example') } }),
        found: 'an instance of URL',
      },
      {
        title: 'it is a function',
        declare: () => webService('shop', { ...shop, config: { limit: () => 1 } }),
        found: 'a function',
      },
      {
        title: 'it is a symbol',
        declare: () => webService('shop', { ...shop, config: { limit: Symbol('x') } }),
        found: 'a symbol',
      },
    ],
  );
  refuses({ code: 'invalid-value' }, [
    {
      title: 'it is null',
      declare: () => webService('shop', { ...shop, config: { limit: null } }),
      where: 'shop.config.limit',
      found: 'null',
      allowed: VALUE,
      fix: 'leave the key out when it has no value',
    },
    {
      title: 'it is undefined',
      declare: () => webService('shop', { ...shop, config: { limit: undefined } }),
      where: 'shop.config.limit',
      found: 'nothing',
      allowed: VALUE,
      fix: 'leave the key out when it has no value',
    },
    {
      title: 'a list has a hole',
      declare: () => webService('shop', { ...shop, config: { list: new Array(1) } }),
      where: 'shop.config.list[0]',
      found: 'nothing',
      allowed: VALUE,
      fix: 'leave the key out when it has no value',
    },
    {
      title: 'it is half a character',
      declare: () => webService('shop', { ...shop, config: { limit: 'a\ud83d' } }),
      where: 'shop.config.limit',
      found: 'text with half a character (a lone surrogate)',
      allowed: VALUE,
      fix: 'write the whole character',
    },
    {
      title: 'it contains itself',
      declare: () => webService('shop', { ...shop, config: { limit: selfContaining() } }),
      where: 'shop.config.limit.again',
      line: 'limit',
      found: 'a value that contains itself',
      allowed: 'lists and maps that end',
      fix: 'write the values out',
    },
    {
      title: 'a null stands deep, and nothing beside it is shown',
      declare: () => webService('shop', { ...shop, config: { a: { token: 'hunter2', b: [null] } } }),
      where: 'shop.config.a.b[0]',
      line: 'b: [null]',
      found: 'null',
      allowed: VALUE,
      fix: 'leave the key out when it has no value',
    },
    {
      title: 'a key below has a blank',
      declare: () => webService('shop', { ...shop, config: { a: { 'b c': 1 } } }),
      where: 'shop.config.a["b c"]',
      line: "'b c'",
      found: 'the key "b c"',
      allowed: KEY,
      fix: 'rename the key',
    },
  ]);
  refuses({ code: 'invalid-key', allowed: KEY, fix: 'rename the key' }, [
    {
      title: 'its key has 64 characters',
      declare: () => webService('shop', { ...shop, config: { [`${'k'.repeat(64)}`]: 1 } }),
      where: `shop.config.${'k'.repeat(64)}`,
      line: 'config',
      found: `the key "${'k'.repeat(56)}...`,
    },
    {
      title: 'its key is empty',
      declare: () => webService('shop', { ...shop, config: { '': 1 } }),
      where: 'shop.config[""]',
      line: 'config',
      found: 'the key ""',
    },
    {
      title: 'its key starts with a digit',
      declare: () => webService('shop', { ...shop, config: { '1st': 1 } }),
      where: 'shop.config.1st',
      found: 'the key "1st"',
    },
    {
      title: 'its key is inherited by every object',
      declare: () => webService('shop', { ...shop, config: { constructor: 1 } }),
      where: 'shop.config.constructor',
      found: 'the key "constructor"',
    },
    {
      title: 'its key has a NUL',
      declare: () => webService('shop', { ...shop, config: { 'a\0': 1 } }),
      where: 'shop.config["a\\u0000"]',
      line: 'config',
      found: 'the key "a\\u0000"',
    },
    {
      title: 'its key merges in YAML',
      declare: () => webService('shop', { ...shop, config: { '<<': 1 } }),
      where: 'shop.config["<<"]',
      line: 'config',
      found: 'the key "<<"',
    },
  ]);

  test.each([
    ...[
      '1.10',
      '0x1f',
      '1e3',
      'yes',
      'on',
      'no',
      '~',
      'null',
      '2024-01-01',
      '12:30:45',
      '0o17',
      '0777',
      '.inf',
    ],
    ...[
      '',
      ' ',
      '<<',
      '*all',
      '&all',
      '!!str',
      '# no comment',
      'a: b',
      '- a',
      '\u00fc',
      '\u202e',
      'a\nb',
      '\ufeff',
    ],
    ...['$HOME', '$' + '{HOME}', '$(whoami)', '`id`', '{{ .Values.x }}', '%(x)s', '\\n'],
    1.1,
    -0.5,
    true,
    false,
  ])('stays what it is: %j', (value) => {
    const company = tinyCompany(webService('shop', { ...shop, config: { value, nested: [{ value }] } }));
    const [first] = resolveCompany(company, { releases: tinyReleases(company) });

    expect(first?.services[0]?.config).toEqual({ value, nested: [{ value }] });
  });
});

describe('a company', () => {
  const without = (patch: object): Company => ({ ...tinyCompany(), ...patch }) as Company;
  const tiny = tinyCompany();

  test.each([
    [
      'a service is nothing: two files import each other',
      without({ base: { ...tiny.base, services: [undefined] } }),
      'base.services[0]',
      'nothing',
    ],
    [
      'a service is what the function takes',
      without({ base: { ...tiny.base, services: [shop] } }),
      'base.services[0]',
      '{"squad":"retail","image":"retail/shop","ports":{"https":...',
    ],
    [
      'a service is a squad',
      without({ base: { ...tiny.base, services: tiny.base.squads } }),
      'base.services[0]',
      'a declaration of kind "squad"',
    ],
    [
      'squads are a map',
      without({ base: { ...tiny.base, squads: { retail: 1 } } }),
      'base.squads',
      '{"retail":1}',
    ],
    [
      'dependencies are missing',
      without({ base: { ...tiny.base, dependencies: undefined } }),
      'base.dependencies',
      'nothing',
    ],
    ['an environment is nothing', without({ environments: [null] }), 'environments[0]', 'null'],
    ['exceptions are missing', without({ exceptions: undefined }), 'exceptions', 'nothing'],
  ])('fails when %s', (_, company, where, found) => {
    const attempt = () => resolveCompany(company, { releases: new Map() });

    expect(attempt).toThrow(
      expect.objectContaining({
        problems: expect.arrayContaining([
          {
            code: 'no-declaration',
            where,
            found,
            allowed: expect.stringMatching(/^a list of what \w+\(\)(, \w+\(\))* returned$/),
            fix: 'call the function; "nothing" often means that two files import each other',
          },
        ]),
      }),
    );
  });
});
