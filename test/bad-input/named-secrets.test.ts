import { tinyWebService as shop } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { overlay, webService } from './_untyped';

const withConfig = (config: object, more: object = {}) => webService('shop', { ...shop, ...more, config });

describe('text under a name that says it is a secret', () => {
  refuses(
    {
      code: 'literal-key',
      found: 'text under a name that says it is a secret, not shown',
      allowed: 'the path of its file, such as "/secrets/password"',
      fix: 'make a new one, put it into Vault and declare it under `secrets`; if it is no secret, rename the setting',
    },
    [
      ...[
        'password',
        'DB_PASSWORD',
        'db.password',
        'dbPasswd',
        'key-passphrase',
        'clientSecret',
        'api-key',
        'API_KEY',
        'apikey',
        'tls-private-key',
      ].map((name) => ({
        title: `its name is ${name}`,
        declare: () => withConfig({ [name]: 'hunter2' }),
        where: `shop.config.${name}`,
        line: 'config',
      })),
      {
        title: 'it stands deeper',
        declare: () => withConfig({ upstream: [{ password: 'hunter2' }] }),
        where: 'shop.config.upstream[0].password',
        line: 'config',
      },
      {
        title: 'it is one of a list',
        declare: () => withConfig({ 'api-key': ['', 'hunter2'] }),
        where: 'shop.config.api-key[1]',
        line: 'config',
      },
      {
        title: 'it stands in an overlay',
        declare: () => overlay({ shop: { config: { password: 'hunter2' } } }),
        where: 'shop.config.password',
      },
      {
        title: 'it is an argument',
        declare: () => webService('shop', { ...shop, beforeRollout: { args: ['--db-password=hunter2'] } }),
        where: 'shop.beforeRollout.args[0]',
      },
      {
        title: 'it is no path, as base64 has slashes too',
        declare: () => withConfig({ password: '/aB3xY9/kQ7' }),
        where: 'shop.config.password',
        line: 'config',
      },
      {
        title: 'it is a URL with a user',
        declare: () => withConfig({ secret: 'https://user@host.example' }),
        where: 'shop.config.secret',
        line: 'config',
      },
    ],
  );

  test('fails when it is a field that is none, with that one mistake', () => {
    const problems = problemsOf(webService('shop', { ...shop, password: 'hunter2' }));
    expect(problems.map(({ code }) => code)).toEqual(['literal-key']);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  test('is told as the key that it is, where it has a form', () => {
    const key = ['ghp', 'a1B2'.repeat(9)].join('_');
    expect(problemsOf(withConfig({ password: key }))).toMatchObject([
      { found: 'text that looks like a token of GitHub, not shown' },
    ]);
  });
});

test.each<[string, object]>([
  ['a switch', { 'require-password': true, 'allow-secret': 'optional', 'check-api-key': 'required' }],
  ['a number', { 'attempts-per-password': 5, 'length-of-password': '12' }],
  ['a file', { password: '/secrets/password', 'private-key': '/etc/shop/tls.key' }],
  ['a duration', { 'renew-secret': '1h30m' }],
  ['an address', { 'get-api-key': 'https://login.example/keys?kind=api' }],
  ['nothing', { password: '' }],
  ['filled in by the program', { password: '${PASSWORD}', secret: '{{ .secret }}', 'api-key': '<key>' }],
  ['the name of a declared secret', { 'session-secret': 'key' }],
  [
    'under another name',
    { 'password-file': 'a.txt', secrets: 'lazy', 'public-key': 'abc', 'secret-key-id': 'k1' },
  ],
])('text may be %s', (_, config) => {
  const secrets = { key: { engine: 'kv', path: 'retail/key' } };
  expect(problemsOf(withConfig(config, { secrets }))).toEqual([]);
});
