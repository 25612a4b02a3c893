import { tinyWebService as shop, tinyFacts, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { environment, overlay, squad, webService } from './_untyped';

/** Put together here, so that no scanner takes them for somebody's. */
const of = (...parts: string[]) => parts.join('');
const PEM = of('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIEpAIBAAKCAQEA');
const TOKEN = of('ghp', '_', 'a1B2'.repeat(9));

const KEYS: readonly (readonly [kind: string, text: string])[] = [
  ['a private key', PEM],
  ['a private key', of('-----BEGIN ', 'PRIVATE KEY-----')],
  ['a private key', of('-----BEGIN PGP ', 'PRIVATE KEY BLOCK-----')],
  ['a private key', of('{"private_key":"-----BEGIN ', 'PRIVATE KEY-----\\n"}')],
  ['a private key', Buffer.from(PEM).toString('base64')],
  ['a signed token', of('eyJhbGciOiJIUzI1NiJ9', '.', 'eyJzdWIiOiIxMjM0In0', '.', 'c2lnbmF0dXJl')],
  ['an access key of AWS', of('AKIA', 'ABCDEFGHIJKLMNOP')],
  ['a token of GitHub', TOKEN],
  ['a token of GitLab', of('glpat', '-', 'a1B2c3D4e5F6g7H8i9J0')],
  ['an API key of Google', of('AIza', 'a1B2c'.repeat(7))],
  ['a token of Slack', of('xoxb', '-', '123456789012-abcdef')],
  ['a key of Stripe', of('sk', '_live_', 'a1B2c3D4e5F6g7H8')],
  ['a token of Vault', of('hvs', '.', 'a1B2c3D4e5F6g7H8i9J0k1L2')],
];

describe('a key', () => {
  test.each(KEYS)('fails when it is %s in the configuration, without printing it', (kind, text) => {
    const problems = problemsOf(webService('shop', { ...shop, config: { upstream: { keys: ['a', text] } } }));

    expect(problems).toEqual([
      expect.objectContaining({
        code: 'literal-key',
        where: expect.stringMatching(/: shop\.config\.upstream\.keys\[1\]$/),
        found: `text that looks like ${kind}, not shown`,
      }),
    ]);
    expect(JSON.stringify(problems)).not.toContain(text.slice(0, 12));
  });

  refuses(
    {
      code: 'literal-key',
      found: 'text that looks like a token of GitHub, not shown',
      allowed: 'references to secrets, such as vault.kv(path)',
      fix: 'make a new one, put it into Vault and declare it under `secrets`: this one has been in a file',
    },
    [
      {
        title: 'it stands in an overlay',
        declare: () => overlay({ shop: { config: { key: TOKEN } } }),
        where: 'shop.config.key',
      },
      {
        title: 'it is an argument',
        declare: () => webService('shop', { ...shop, beforeRollout: { args: [`--token=${TOKEN}`] } }),
        where: 'shop.beforeRollout.args[0]',
      },
    ],
  );

  test.each([
    ['an image', () => webService('shop', { ...shop, image: TOKEN })],
    ['a unit', () => webService('shop', { ...shop, resources: { cpu: TOKEN, memory: '1Gi' } })],
    ['a channel', () => squad('retail', { ...tinySquad, chat: TOKEN })],
    ['a fact', () => environment('first', { ...tinyFacts(1), region: TOKEN })],
    ['a map where a word belongs', () => webService('shop', { ...shop, data: { key: TOKEN } })],
  ])('is not printed when it stands where %s belongs', (_, declare) => {
    const problems = problemsOf(declare());

    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(TOKEN.slice(0, 12));
  });

  test.each([
    'eyJhbGciOiJIUzI1NiJ9',
    '-----BEGIN CERTIFICATE-----\nMIIB',
    Buffer.from('-----BEGIN PUBLIC KEY-----\nMIIB').toString('base64'),
    'AKIA',
    'ghp_token',
    'keys/private-key.pem',
    `sha256:${'a1'.repeat(32)}`,
  ])('is not %s', (text) => {
    expect(problemsOf(webService('shop', { ...shop, config: { text } }))).toEqual([]);
  });
});
