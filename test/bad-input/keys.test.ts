import { KEY_SAMPLES, tinyWebService as shop, tinyDependency, tinyFacts, tinySquad } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { releasesOf, TINY_RELEASE } from './_releases';
import { environment, exception, externalDependency, overlay, squad, webService } from './_untyped';

/** Put together here, so that no scanner takes it for somebody's. */
const TOKEN = ['ghp', 'a1B2'.repeat(9)].join('_');
/** One that is a name as well. */
const LOWER = ['glpat', 'abcdefghij0123456789'].join('-');

describe('a key', () => {
  test.each(KEY_SAMPLES)(
    'fails when it is %s (%s) in the configuration, without printing it',
    (kind, _, text) => {
      const problems = problemsOf(
        webService('shop', { ...shop, config: { upstream: { keys: ['a', text] } } }),
      );

      expect(problems).toEqual([
        expect.objectContaining({
          code: 'literal-key',
          where: expect.stringMatching(/: shop\.config\.upstream\.keys\[1\]$/),
          found: `text that looks like ${kind}, not shown`,
        }),
      ]);
      expect(JSON.stringify(problems)).not.toContain(text.slice(0, 12));
    },
  );

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
    ['a name of a service', () => webService(LOWER, shop)],
    ['a name of a squad', () => squad(LOWER, { ...tinySquad, fallback: 'retail' })],
    ['an image', () => webService('shop', { ...shop, image: TOKEN })],
    ['a unit', () => webService('shop', { ...shop, resources: { cpu: TOKEN, memory: '1Gi' } })],
    ['a map where a word belongs', () => webService('shop', { ...shop, data: { key: TOKEN } })],
    ['a name of a setting', () => webService('shop', { ...shop, config: { [TOKEN]: 1 } })],
    ['a name that is none', () => webService('shop', { ...shop, config: { [`a ${TOKEN}`]: 1 } })],
    ['a field that is none', () => webService('shop', { ...shop, [TOKEN]: 1 })],
    [
      'a path of a secret',
      () => webService('shop', { ...shop, secrets: { key: { engine: 'kv', path: TOKEN } } }),
    ],
    ['a secret itself', () => webService('shop', { ...shop, secrets: { key: TOKEN } })],
    [
      'a name of a secret',
      () => webService('shop', { ...shop, secrets: { [LOWER]: { engine: 'kv', path: 'retail/a' } } }),
    ],
    [
      'a database',
      () => webService('shop', { ...shop, secrets: { a: { engine: 'database', database: LOWER } } }),
    ],
    [
      'a path to reload',
      () =>
        webService('shop', {
          ...shop,
          secrets: { a: { engine: 'kv', path: 'retail/a', reload: `/${TOKEN}` } },
        }),
    ],
    ['a callee', () => webService('shop', { ...shop, calls: [LOWER] })],
    [
      'a path of a probe',
      () => webService('shop', { ...shop, health: { ready: `/${TOKEN}`, live: '/livez' } }),
    ],
    [
      'a reason',
      () =>
        webService('shop', {
          ...shop,
          image: { repository: 'retail/shop', uid: 999, reason: `because of ${TOKEN}` },
        }),
    ],
    ['a channel', () => squad('retail', { ...tinySquad, chat: TOKEN })],
    [
      'a member',
      () => squad('retail', { ...tinySquad, members: { ...tinySquad.members, [LOWER]: ['sre'] } }),
    ],
    [
      'a description',
      () =>
        externalDependency('mail', {
          ...tinyDependency,
          reach: 'internet',
          description: `The relay; ${TOKEN}`,
        }),
    ],
    ['a fact', () => environment('first', { ...tinyFacts(1), region: TOKEN })],
    ['a name of a fact', () => environment('first', { ...tinyFacts(1), quotas: { [LOWER]: { cpu: 1 } } })],
    ['a name of an environment', () => environment(LOWER, tinyFacts(3))],
    ['an overlay', () => overlay({ shop: { config: { key: TOKEN } } })],
    ['a service of an overlay', () => overlay({ [LOWER]: { config: { a: 1 } } })],
    [
      'an exception',
      () => exception({ rule: 'low-user-id', object: TOKEN, reason: TOKEN, owner: TOKEN, ticket: TOKEN }),
    ],
  ])('is one mistake, and not printed, when it is %s', (_, declare) => {
    const problems = problemsOf(declare());
    const said = JSON.stringify(problems);
    const literal = problems.filter(({ code }) => code === 'literal-key');

    expect(literal.length).toBeGreaterThan(0);
    for (const { found } of literal)
      expect(found).toMatch(/^text that looks like a token of Git(?:Hub|Lab), not shown$/);
    for (const { where, code } of problems)
      expect([code, problems.filter((one) => one.where === where).length]).toEqual([code, 1]);
    for (const key of [TOKEN, LOWER]) expect(said).not.toContain(key.slice(0, 12));
  });

  test.each([
    ['a version', { shop: { ...TINY_RELEASE, version: `1.0.0-${['AKIA', 'ABCDEFGHIJKLMNOP'].join('')}` } }],
    ['a digest', { shop: { ...TINY_RELEASE, digest: TOKEN } }],
    ['a service', { shop: TINY_RELEASE, [LOWER]: TINY_RELEASE }],
    ['a field', { shop: { ...TINY_RELEASE, [TOKEN]: 1 } }],
  ])('is found, and not printed, when it is %s of releases.json', (_, releases) => {
    const problems = problemsOf([], releasesOf(JSON.stringify(releases, undefined, 2)));
    const said = JSON.stringify(problems);

    expect(problems).toMatchObject([
      { code: 'literal-key', where: expect.stringMatching(/^first\/releases\.json:\d+: /) },
    ]);
    for (const key of ['AKIA', TOKEN.slice(0, 12), LOWER.slice(0, 12)]) expect(said).not.toContain(key);
  });

  test.each([`{ "shop": ${TOKEN} }`, TOKEN, `{ "shop": "${TOKEN}" "a": 1 }`])(
    'is not printed when releases.json is no JSON',
    (text) => {
      const problems = problemsOf([], releasesOf(text));
      expect(problems).toMatchObject([{ code: 'releases-json' }]);
      expect(JSON.stringify(problems)).not.toContain(TOKEN.slice(0, 12));
    },
  );
});
