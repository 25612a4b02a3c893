import { tinyWebService as shop } from '@plinth/testing';
import { problemsOf, refuses } from './_refused';
import { releasesOf, TINY_RELEASE } from './_releases';
import { webService } from './_untyped';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('an image', () => {
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.image',
      allowed:
        'a repository path in your own registry, in lower case, without host, tag and digest, such as "exchange/ledger"',
      fix: 'leave out host, tag and digest: the environment adds its registry, and releases.json the version and digest',
    },
    [
      { title: 'it is empty', declare: () => webService('shop', { ...shop, image: '' }), found: '""' },
      { title: 'it is blank', declare: () => webService('shop', { ...shop, image: ' ' }), found: '" "' },
      {
        title: 'it has the tag "latest"',
        declare: () => webService('shop', { ...shop, image: 'retail/shop:latest' }),
        found: '"retail/shop:latest"',
      },
      {
        title: 'it has a tag',
        declare: () => webService('shop', { ...shop, image: 'retail/shop:1.2.3' }),
        found: '"retail/shop:1.2.3"',
      },
      {
        title: 'it has a digest',
        declare: () => webService('shop', { ...shop, image: `shop@${DIGEST}` }),
        found: `"shop@sha256:${'a'.repeat(44)}...`,
      },
      {
        title: 'it has an empty digest',
        declare: () => webService('shop', { ...shop, image: 'shop@sha256:' }),
        found: '"shop@sha256:"',
      },
      {
        title: 'it has upper case',
        declare: () => webService('shop', { ...shop, image: 'Retail/Shop' }),
        found: '"Retail/Shop"',
      },
      {
        title: 'it names a public registry',
        declare: () => webService('shop', { ...shop, image: 'docker.io/library/nginx:1' }),
        found: '"docker.io/library/nginx:1"',
      },
      {
        title: 'it names a registry with a port',
        declare: () => webService('shop', { ...shop, image: 'reg:5000/app' }),
        found: '"reg:5000/app"',
      },
      {
        title: 'it is a URL',
        declare: () => webService('shop', { ...shop, image: 'https://reg.example/app' }),
        found: '"https://reg.example/app"',
      },
      {
        title: 'it has a line feed',
        declare: () => webService('shop', { ...shop, image: 'retail/shop\n' }),
        found: '"retail/shop\\n"',
      },
      {
        title: 'it has a blank inside',
        declare: () => webService('shop', { ...shop, image: 'retail/ shop' }),
        found: '"retail/ shop"',
      },
      {
        title: 'it asks a shell',
        declare: () => webService('shop', { ...shop, image: '$(whoami)' }),
        found: '"$(whoami)"',
      },
      {
        title: 'it asks the surroundings',
        declare: () => webService('shop', { ...shop, image: '$HOME/shop' }),
        found: '"$HOME/shop"',
      },
      {
        title: 'it leaves its folder',
        declare: () => webService('shop', { ...shop, image: '../shop' }),
        found: '"../shop"',
      },
      {
        title: 'it starts with a slash',
        declare: () => webService('shop', { ...shop, image: '/shop' }),
        found: '"/shop"',
      },
      {
        title: 'it ends with a slash',
        declare: () => webService('shop', { ...shop, image: 'shop/' }),
        found: '"shop/"',
      },
      {
        title: 'a letter is Cyrillic',
        declare: () => webService('shop', { ...shop, image: 'sh\u043ep' }),
        found: '"sh\\u{43e}p"',
      },
      {
        title: 'it has 201 characters',
        declare: () => webService('shop', { ...shop, image: 'a'.repeat(201) }),
        found: `"${'a'.repeat(56)}...`,
      },
    ],
  );
  refuses(
    {
      code: 'invalid-value',
      where: 'shop.image',
      allowed: 'a repository path, or thirdPartyImage({ repository, uid, reason })',
      fix: 'write one of these forms',
    },
    [
      { title: 'it is a number', declare: () => webService('shop', { ...shop, image: 5 }), found: '5' },
      { title: 'it is null', declare: () => webService('shop', { ...shop, image: null }), found: 'null' },
      {
        title: 'it is a list',
        declare: () => webService('shop', { ...shop, image: ['shop'] }),
        found: '["shop"]',
      },
    ],
  );
  refuses(
    {
      code: 'missing-field',
      where: 'shop.image',
      line: 'webService(',
      found: 'nothing',
      allowed: 'a repository path, or thirdPartyImage({ repository, uid, reason })',
      fix: 'add it',
    },
    [
      {
        title: 'it is missing',
        declare: () => {
          const { image: _, ...rest } = shop;
          return webService('shop', rest);
        },
      },
      { title: 'it is undefined', declare: () => webService('shop', { ...shop, image: undefined }) },
    ],
  );
});

describe('the image of somebody else', () => {
  const node = { repository: 'chain/node', uid: 1000, reason: 'its files belong to this id' };

  test('is accepted', () => {
    expect(problemsOf(webService('shop', { ...shop, image: node }))).toEqual([]);
  });

  refuses({ code: 'invalid-value' }, [
    {
      title: 'its repository has a tag',
      declare: () => webService('shop', { ...shop, image: { ...node, repository: 'chain/node:1' } }),
      where: 'shop.image.repository',
      found: '"chain/node:1"',
      allowed: /^a repository path in your own registry/,
      fix: /^leave out host, tag and digest/,
    },
    {
      title: 'its reason is too short',
      declare: () => webService('shop', { ...shop, image: { ...node, reason: 'because' } }),
      where: 'shop.image.reason',
      found: '"because"',
      allowed: 'a sentence of 10 to 500 printable characters',
      fix: 'say why the image needs this user id',
    },
    {
      title: 'its reason is blank',
      declare: () => webService('shop', { ...shop, image: { ...node, reason: ' '.repeat(12) } }),
      where: 'shop.image.reason',
      found: '"            "',
      allowed: 'a sentence of 10 to 500 printable characters',
      fix: 'say why the image needs this user id',
    },
    {
      title: 'it has a field too many',
      declare: () => webService('shop', { ...shop, image: { ...node, usr: 7 } }),
      code: 'unknown-field',
      where: 'shop.image.usr',
      found: 'the unknown field "usr"',
      allowed: 'the fields repository, uid or reason',
      fix: 'did you mean "uid"?',
    },
    {
      title: 'it does not say why',
      declare: () => webService('shop', { ...shop, image: { repository: 'chain/node', uid: 1000 } }),
      code: 'missing-field',
      where: 'shop.image.reason',
      line: 'image',
      found: 'nothing',
      allowed: 'a sentence of 10 to 500 printable characters',
      fix: 'say why the image needs this user id',
    },
  ]);
});

describe('a release', () => {
  const VERSION = [
    'a version of at most 63 characters such as "1.4.2" or "1.4.2-rc.1"',
    'write the semantic version of the release, without "v" and without build metadata',
  ];
  const HASH = [
    'a digest of "sha256:" and 64 lower-case hexadecimal digits',
    'copy the digest that the registry printed when the image was pushed',
  ];
  const COMMIT = [
    'a Git commit of 40 lower-case hexadecimal digits',
    'write the full commit that the image was built from',
  ];

  test.each([
    ['the version is a range', { version: '^1.2.3' }, '"^1.2.3"', VERSION],
    ['the version starts with v', { version: 'v1.2.3' }, '"v1.2.3"', VERSION],
    ['the version is "latest"', { version: 'latest' }, '"latest"', VERSION],
    ['the version has two parts', { version: '1.10' }, '"1.10"', VERSION],
    ['the version is a number', { version: 1.1 }, '1.1', VERSION],
    ['the version has build metadata', { version: '1.2.3+4' }, '"1.2.3+4"', VERSION],
    ['the version ends with a hyphen', { version: '1.2.3-' }, '"1.2.3-"', VERSION],
    [
      'the version is no label: 64 characters',
      { version: `1.2.3-${'a'.repeat(58)}` },
      `"1.2.3-${'a'.repeat(50)}...`,
      VERSION,
    ],
    [
      'the digest has 63 digits',
      { digest: `sha256:${'a'.repeat(63)}` },
      `"sha256:${'a'.repeat(49)}...`,
      HASH,
    ],
    [
      'the digest has 65 digits',
      { digest: `sha256:${'a'.repeat(65)}` },
      `"sha256:${'a'.repeat(49)}...`,
      HASH,
    ],
    [
      'the digest has upper case',
      { digest: `sha256:${'A'.repeat(64)}` },
      `"sha256:${'A'.repeat(49)}...`,
      HASH,
    ],
    ['the digest is SHA-1', { digest: `sha1:${'a'.repeat(40)}` }, `"sha1:${'a'.repeat(40)}"`, HASH],
    ['the digest is empty', { digest: 'sha256:' }, '"sha256:"', HASH],
    ['the digest ends with a line feed', { digest: `${DIGEST}\n` }, `"sha256:${'a'.repeat(49)}...`, HASH],
    ['the commit is short', { commit: 'abc1234' }, '"abc1234"', COMMIT],
    ['the commit is a branch', { commit: 'main' }, '"main"', COMMIT],
    ['the commit is null', { commit: null }, 'null', COMMIT],
  ])('fails when %s', (_, patch, found, [allowed, fix]) => {
    const [field = ''] = Object.keys(patch);
    const text = JSON.stringify({ shop: { ...TINY_RELEASE, ...patch } }, undefined, 2);
    const line = text.split('\n').findIndex((one) => one.includes(`"${field}"`)) + 1;

    expect(problemsOf([], releasesOf(text))).toEqual([
      { code: 'invalid-value', where: `first/releases.json:${line}: shop.${field}`, found, allowed, fix },
    ]);
  });
});

describe('a registry', () => {
  // The environments' registry is checked with the other facts, in network.test.ts.
  test('is never part of what a service says', () => {
    const [problem] = problemsOf(webService('shop', { ...shop, registry: 'europe-docker.pkg.dev.evil.io' }));

    expect(problem).toMatchObject({ code: 'unknown-field', found: 'the unknown field "registry"' });
  });
});
