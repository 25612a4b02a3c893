import { keyIn, show, UserError, withoutKeys } from '@plinth/errors';
import { HARMLESS_SAMPLES, KEY_SAMPLES } from '@plinth/testing';
import fc from 'fast-check';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe.each(KEY_SAMPLES)('%s: %s', (kind, _, text) => {
  test('is found as it is, and inside other text', () => {
    expect(keyIn(text)).toBe(kind);
    expect(keyIn(`see "${text}", please`)).toBe(kind);
    expect(keyIn(JSON.stringify({ note: text }))).toBe(kind);
  });

  test.each<[string, (text: string) => string]>([
    ['base64', base64],
    ['base64 without padding', (one) => base64(one).replace(/=+$/, '')],
    ['base64 for URLs', (one) => Buffer.from(one).toString('base64url')],
    ['base64 of base64', (one) => base64(base64(one))],
    ['base64 of base64 of base64 of base64', (one) => base64(base64(base64(base64(one))))],
    ['base64 in lines', (one) => base64(one).replace(/.{64}/g, '$&\n')],
    ['base64 in indented lines', (one) => base64(one).replace(/.{64}/g, '$&\n    ')],
    ['base64 with escaped line ends', (one) => base64(one).replace(/.{64}/g, '$&\\n')],
    ['base64 of two bytes for each letter', (one) => Buffer.from(one, 'utf16le').toString('base64')],
    ['base64 behind letters', (one) => `data/${base64(one)}`],
    ['base64 in a data URL', (one) => `data:text/plain;base64,${base64(one)}`],
  ])('is found in %s', (_, wrap) => {
    expect(keyIn(wrap(text))).toBeDefined();
  });

  test('is printed by nobody', () => {
    const problem = {
      code: 'a',
      where: `a.ts:1: ${text}`,
      found: text,
      allowed: `not ${text}`,
      fix: `remove ${text}`,
    };
    const { message, problems } = new UserError(problem);
    for (const said of [message, JSON.stringify(problems), show(text), show({ [text]: [text] })]) {
      expect(said).not.toContain(text.slice(0, 200));
      expect(said).toContain('not shown');
    }
    expect(withoutKeys(`before ${base64(text)} after`)).not.toContain(base64(text).slice(0, 40));
  });
});

test.each(HARMLESS_SAMPLES)('%s is no key', (_, text) => {
  expect(keyIn(text)).toBeUndefined();
  expect(keyIn(base64(text))).toBeUndefined();
  expect(withoutKeys(text)).toBe(text);
});

test('bytes of chance, digests and identifiers are none', () => {
  const bytes = fc.uint8Array({ minLength: 8, maxLength: 96 }).map((one) => Buffer.from(one));
  const text = fc.oneof(
    bytes.map((one) => one.toString('hex')),
    bytes.map((one) => one.toString('base64')),
    fc.uuid(),
    fc.domain(),
    fc.webUrl(),
    fc.ipV4(),
  );
  fc.assert(
    fc.property(text, (one) => keyIn(one) === undefined),
    { seed: 50, numRuns: 2000 },
  );
});
