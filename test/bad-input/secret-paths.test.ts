import { vault } from '@plinth/model';
import { tinyWebService as shop, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { squad, webService } from './_untyped';

const withSecret = (secret: unknown) => webService('shop', { ...shop, secrets: { key: secret } });

const bank = squad('bank', { ...tinySquad, fallback: 'retail' });

describe('a path of a secret', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.secrets.key.path',
      line: 'secrets: { key',
      allowed: /^a path of lower-case letters, digits, single hyphens and slashes that begins with the squad/,
    },
    (
      [
        ['is empty', '', 'an empty path', /^write for example/],
        ['is a wildcard', '*', 'a path with a wildcard', /^name each secret by itself/],
        [
          'ends with a wildcard',
          'retail/*',
          '"retail/*", a path with a wildcard',
          /^name each secret by itself/,
        ],
        [
          'has a wildcard of one part',
          'retail/+/key',
          '"retail/+/key", a path with a wildcard',
          /^name each secret by itself/,
        ],
        [
          'leads up',
          'retail/../bank/key',
          '"retail/../bank/key", a path that leads elsewhere',
          /without "\." and "\.\."$/,
        ],
        [
          'leads up at its start',
          '../bank/key',
          '"../bank/key", a path that leads elsewhere',
          /without "\." and "\.\."$/,
        ],
        [
          'stays where it is',
          'retail/./key',
          '"retail/./key", a path that leads elsewhere',
          /without "\." and "\.\."$/,
        ],
        [
          'begins with a slash',
          '/retail/key',
          '"/retail/key", a path that begins with a slash',
          'remove the slash',
        ],
        [
          'ends with a slash',
          'retail/key/',
          '"retail/key/", a path that ends with a slash',
          /^remove the slash/,
        ],
        ['has an empty part', 'retail//key', 'a path with two slashes in a row', 'remove one of them'],
        [
          'has a blank at its end',
          'retail/key ',
          '"retail/key ", a path with a blank at an end',
          'remove the blank',
        ],
        [
          'has a line feed at its end',
          'retail/key\n',
          '"retail/key\\n", a path with a blank at an end',
          'remove the blank',
        ],
        [
          'has a blank inside',
          'retail/api key',
          '"retail/api key", a path with a blank',
          'write a hyphen in its place',
        ],
        ['has one part', 'retail', 'a path of one part', /^write the squad in front/],
        ['is upper case', 'retail/API-KEY', 'a path with upper-case letters', 'write it in lower case'],
        [
          'is too long',
          `retail/${'a'.repeat(200)}`,
          `"retail/${'a'.repeat(49)}..., a path of more than 200 characters`,
          'shorten it',
        ],
        [
          'has another character',
          'retail/k\u0435y',
          '"retail/k\\u{435}y", a path with another character: "\\u{435}"',
          /^write for example/,
        ],
        [
          'is a template',
          'retail/${env}',
          '"retail/${env}", a path with another character: "$"',
          /^write for example/,
        ],
      ] as const
    ).map(([title, path, found, fix]) => ({
      title: `it ${title}`,
      declare: () => withSecret(vault.kv(path)),
      found,
      fix,
    })),
  );

  test.each([
    ['a password with a blank', 'correct horse', 'a path with a blank'],
    ['a password', 'tr0ub4dor&3', 'a path of one part'],
    ['a key', 'wJalrXUtnFEMI/K7MDENG/b+RfiCY', 'a path with a wildcard'],
    [
      'a token',
      `retail/*/${['ghp', 'a1b2'.repeat(9)].join('_')}`,
      'text that looks like a token of GitHub, not shown',
    ],
  ])('fails when it may be %s, without printing it', (_, path, found) => {
    expect(problemsOf(withSecret(vault.kv(path)))).toMatchObject([{ found }]);
  });

  test.each([
    ['a list', []],
    ['a number', 5],
    ['a object', { path: 'hunter2' }],
  ])('fails when it is %s, without printing it', (kind, path) => {
    expect(problemsOf(withSecret({ engine: 'kv', path }))).toMatchObject([{ found: `${kind}, not shown` }]);
  });

  refuses({ code: 'environment-in-path', where: 'shop.secrets.key.path', line: 'secrets: { key' }, [
    {
      title: 'it begins with an environment',
      declare: () => withSecret(vault.kv('first/retail/api-key')),
      found: '"first/retail/api-key"',
      allowed: 'a path without "first": each environment has a Vault of its own',
      fix: 'write "retail/api-key", the same everywhere',
    },
    {
      title: 'an environment stands inside',
      declare: () => withSecret(vault.kv('retail/second/api-key')),
      found: '"retail/second/api-key"',
      allowed: 'a path without "second": each environment has a Vault of its own',
      fix: 'write "retail/api-key", the same everywhere',
    },
    {
      title: 'its last part is an environment',
      declare: () => withSecret(vault.kv('retail/first')),
      found: '"retail/first"',
      allowed: 'a path without "first": each environment has a Vault of its own',
      fix: 'write "retail/key", the same everywhere',
    },
  ]);

  refuses({ code: 'foreign-path', where: 'shop.secrets.key.path', line: 'secrets: { key' }, [
    {
      title: "it is another squad's",
      declare: () => [bank, withSecret(vault.kv('bank/core/broker'))],
      found: '"bank/core/broker"',
      allowed: 'a path below "retail/", the squad that owns the service',
      fix: 'ask the squad bank for an interface, or write "retail/core/broker" and put a value of your own there',
    },
    {
      title: "it is nobody's",
      declare: () => withSecret(vault.kv('shop/api-key')),
      found: '"shop/api-key"',
      allowed: 'a path below "retail/", the squad that owns the service',
      fix: 'write "retail/shop/api-key", and put the value there',
    },
    {
      title: "it is the API's, with mount and kind",
      declare: () => withSecret(vault.kv('kv/data/retail/api-key')),
      found: '"kv/data/retail/api-key"',
      allowed: 'a path below "retail/", the squad that owns the service',
      fix: 'write "retail/api-key", and put the value there',
    },
    {
      title: 'its first part only begins like the squad',
      declare: () => withSecret(vault.kv('retail-other/api-key')),
      found: '"retail-other/api-key"',
      allowed: 'a path below "retail/", the squad that owns the service',
      fix: 'write "retail/retail-other/api-key", and put the value there',
    },
  ]);
});

describe('what is read of a path', () => {
  const two = (first: unknown, second: unknown) =>
    webService('shop', { ...shop, secrets: { first, second } });

  refuses(
    {
      code: 'duplicate-secret',
      where: 'shop.secrets.second.path',
      found: '"retail/a"',
      fix: 'remove one of the two',
    },
    [
      {
        title: 'the same field is two files',
        declare: () => two(vault.kv('retail/a'), vault.kv('retail/a', { field: 'value' })),
        line: 'secrets: { first',
        allowed: 'what "first" does not hold, which is the field "value" there',
      },
      {
        title: 'all fields are two files',
        declare: () =>
          two(vault.kv('retail/a', { format: 'json' }), vault.kv('retail/a', { format: 'json' })),
        line: 'secrets: { first',
        allowed: 'what "first" does not hold, which is all fields there',
      },
    ],
  );
  refuses({ code: 'field-and-format' }, [
    {
      title: 'it is one field and all of them',
      declare: () => withSecret(vault.kv('retail/a', { field: 'password', format: 'json' })),
      where: 'shop.secrets.key.field',
      line: 'secrets: { key',
      found: '"password"',
      allowed: 'one field as it is, or all of them with `format`',
      fix: 'leave `field` or `format` out',
    },
  ]);

  test('may be two fields, each a file', () => {
    expect(problemsOf(two(vault.kv('retail/a'), vault.kv('retail/a', { field: 'password' })))).toEqual([]);
  });
});

describe('a path of two services', () => {
  const two = (options = {}) => [
    withSecret(vault.kv('retail/key')),
    webService('till', { ...shop, secrets: { other: vault.kv('retail/key', options) } }),
  ];

  refuses(
    {
      code: 'shared-path',
      where: 'till.secrets.other.path',
      line: "webService('till'",
      found: '"retail/key"',
      allowed: "a path that no other service reads; this one is shop's",
      fix: /^give each a path and a value of its own, here for example "retail\/till\/other"; the other is at test\/bad-input\/secret-paths\.test\.ts:\d+:\d+$/,
    },
    [
      { title: 'both read the same', declare: () => two() },
      { title: 'the second reads another field', declare: () => two({ field: 'password' }) },
      { title: 'the second reads all fields', declare: () => two({ format: 'json' }) },
    ],
  );

  test("fails when it has the second one's name, with both places", () => {
    const path = 'retail/till/key';
    const problems = problemsOf([
      withSecret(vault.kv(path)),
      webService('till', { ...shop, secrets: { key: vault.kv(path) } }),
    ]);
    expect(problems).toMatchObject([
      {
        code: 'shared-path',
        fix: expect.stringMatching(/^give each a path and a value of its own; the other is at test/),
      },
    ]);
    const places = [problems[0]?.where, problems[0]?.fix].map((text) => /\.ts:(\d+)/.exec(text ?? '')?.[1]);
    expect(new Set(places).size).toBe(2);
  });

  test('is one mistake when it is of another squad', () => {
    const ledger = webService('ledger', { ...shop, squad: 'bank', secrets: { key: vault.kv('bank/key') } });
    const problems = problemsOf([bank, ledger, withSecret(vault.kv('bank/key'))]);
    expect(problems.map(({ code }) => code)).toEqual(['foreign-path']);
  });

  test('may lie below another', () => {
    const below = webService('till', { ...shop, secrets: { key: vault.kv('retail/a/b') } });
    expect(problemsOf([withSecret(vault.kv('retail/a')), below])).toEqual([]);
  });
});
