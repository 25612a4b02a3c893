import { tinyWebService as shop, tinyWorker } from '@plinth/testing';
import { problemsOf } from './_refused';
import { releasesOf, TINY_RELEASE } from './_releases';
import { webService, worker } from './_untyped';

const EXAMPLE = 'a JSON map of services to { "version", "digest", "commit" }';
const RESTORE = 'restore the file from Git; only promotion changes it';
const TEXT = JSON.stringify({ shop: TINY_RELEASE }, undefined, 2);

describe('releases.json', () => {
  test.each([
    ['it is empty', '', 1, 'an empty file', 'save the file as UTF-8 without byte order mark'],
    ['it is blank', ' \n\n', 1, 'an empty file', 'save the file as UTF-8 without byte order mark'],
    [
      'it starts with a byte order mark',
      `\ufeff${TEXT}`,
      1,
      'a byte order mark',
      'save the file as UTF-8 without byte order mark',
    ],
    [
      'it is UTF-16',
      Buffer.from(TEXT, 'utf16le').toString('utf8'),
      1,
      'bytes of another encoding than UTF-8',
      'save the file as UTF-8 without byte order mark',
    ],
    [
      'it is Latin-1',
      Buffer.from(TEXT.replace('shop', 'sh\u00f6p'), 'latin1').toString('utf8'),
      1,
      'bytes that are not UTF-8',
      'save the file as UTF-8 without byte order mark',
    ],
    [
      'it has 17 million characters',
      TEXT + ' '.repeat(17 * 1024 * 1024),
      1,
      `${TEXT.length + 17 * 1024 * 1024} characters`,
      'remove what is no release',
    ],
    ['it has a comment in front', `// by hand\n${TEXT}`, 1, 'text that is not JSON', RESTORE],
    [
      'it has a comment inside',
      TEXT.replace('"digest"', '/* by hand */ "digest"'),
      4,
      'text that is not JSON',
      RESTORE,
    ],
    ['it has a trailing comma', TEXT.replace(/"\n {2}\}/, '",\n  }'), 6, 'text that is not JSON', RESTORE],
    ['it ends too early', TEXT.slice(0, -5), 5, 'text that is not JSON', RESTORE],
    ['a merge has left its marks', `{\n<<<<<<< HEAD\n${TEXT.slice(2)}`, 2, 'text that is not JSON', RESTORE],
    ['it is YAML', 'shop:\n  version: 1.0.0\n', 1, 'text that is not JSON', RESTORE],
    ['it is one word', 'nope', 1, 'text that is not JSON', RESTORE],
    ['it goes on after its end', `${TEXT}\n{}`, 8, 'text that is not JSON', RESTORE],
    ['a key has no quotes', '{\n\n  shop: {}\n}', 3, 'text that is not JSON', RESTORE],
    ['text has a line feed', TEXT.replace('1.0.0', '1.0\n.0'), 3, 'text that is not JSON', RESTORE],
  ])('fails when %s', (_, text, line, found, fix) => {
    expect(problemsOf([], releasesOf(text))).toEqual([
      { code: 'releases-json', where: `first/releases.json:${line}`, found, allowed: EXAMPLE, fix },
    ]);
  });

  test.each([
    [
      'a service stands twice',
      `{\n"shop": ${JSON.stringify(TINY_RELEASE)},\n"shop": ${JSON.stringify(TINY_RELEASE)}\n}`,
      3,
      'shop',
    ],
    ['a field stands twice', TEXT.replace('"digest"', '"version": "2.0.0",\n    "digest"'), 4, 'version'],
    [
      'a service stands twice behind a text with a DEL',
      `{\n"shop": { "version": "\u007f" },\n"shop": ${JSON.stringify(TINY_RELEASE)}\n}`,
      3,
      'shop',
    ],
    [
      'a service stands twice in other words',
      `{\n"shop": ${JSON.stringify(TINY_RELEASE)},\n"\\u0073hop": ${JSON.stringify(TINY_RELEASE)}\n}`,
      3,
      'shop',
    ],
  ])('fails when %s', (_, text, line, key) => {
    expect(problemsOf([], releasesOf(text))).toEqual([
      {
        code: 'releases-json',
        where: `first/releases.json:${line}`,
        found: `the key "${key}" twice`,
        allowed: EXAMPLE,
        fix: 'keep one of the two',
      },
    ]);
  });

  test.each([
    ['a list', '[]', '[]'],
    ['a number beyond 2^53', '9007199254740993', '9007199254740992'],
    ['null', 'null', 'null'],
    ['text', '"shop"', '"shop"'],
  ])('fails when it is %s', (_, text, found) => {
    expect(problemsOf([], releasesOf(text))).toEqual([
      {
        code: 'invalid-type',
        where: 'first/releases.json:1',
        found,
        allowed: 'a map',
        fix: 'write it in this form',
      },
    ]);
  });

  test.each([
    [
      'a release has an unknown field',
      TEXT.replace('"commit"', '"by": "me",\n    "commit"'),
      'unknown-field',
      'first/releases.json:5: shop.by',
    ],
    [
      'a release lacks its commit',
      TEXT.replace(/,\s+"commit": "b+"/, ''),
      'missing-field',
      'first/releases.json:2: shop.commit',
    ],
    ['a release is a version', '{\n  "shop": "1.0.0"\n}', 'invalid-type', 'first/releases.json:2: shop'],
    [
      'a version is a number beyond 2^53',
      TEXT.replace('"1.0.0"', '12345678901234567890'),
      'invalid-value',
      'first/releases.json:3: shop.version',
    ],
    [
      'a key is part of the language',
      TEXT.replace('{\n', `{\n  "__proto__": ${JSON.stringify(TINY_RELEASE)},\n`),
      'unknown-field',
      'first/releases.json:2: __proto__',
    ],
    [
      'a field is part of the language',
      TEXT.replace('"commit"', '"__proto__": { "digest": "x" },\n    "commit"'),
      'unknown-field',
      'first/releases.json:5: shop.__proto__',
    ],
    [
      'a name has upper case',
      TEXT.replace('{\n', `{\n  "Shop": ${JSON.stringify(TINY_RELEASE)},\n`),
      'invalid-key',
      'first/releases.json:2: Shop',
    ],
    [
      'a name leaves its folder',
      TEXT.replace('{\n', `{\n  "../shop": ${JSON.stringify(TINY_RELEASE)},\n`),
      'invalid-key',
      'first/releases.json:2: "../shop"',
    ],
    [
      'a service is unknown',
      TEXT.replace('{\n', `{\n  "shopp": ${JSON.stringify(TINY_RELEASE)},\n`),
      'unknown-release',
      'first/releases.json:2: shopp',
    ],
    [
      'a service is inherited by every object',
      TEXT.replace('{\n', `{\n  "constructor": ${JSON.stringify(TINY_RELEASE)},\n`),
      'unknown-release',
      'first/releases.json:2: constructor',
    ],
  ])('fails when %s', (_, text, code, where) => {
    expect(problemsOf([], releasesOf(text)).map((problem) => [problem.code, problem.where])).toEqual([
      [code, where],
    ]);
    expect(({} as { digest?: string }).digest).toBeUndefined();
  });

  test('fails when a service runs and its callee does not', () => {
    const declarations = [webService('till', { ...shop, calls: ['shop'] })];
    const problems = problemsOf(declarations, releasesOf(JSON.stringify({ till: TINY_RELEASE })));

    expect(problems).toEqual([
      {
        code: 'callee-not-released',
        where: expect.stringMatching(/^test\/bad-input\/releases-file\.test\.ts:\d+:\d+: till\.calls\[0\]$/),
        found: '"shop"',
        allowed: 'callees that have a release in first, as till has',
        fix: 'promote shop to first first',
      },
    ]);
  });

  test('may have Windows line ends, and lack services', () => {
    expect(problemsOf(worker('mailer', tinyWorker), releasesOf(TEXT.replaceAll('\n', '\r\n')))).toEqual([]);
  });
});
