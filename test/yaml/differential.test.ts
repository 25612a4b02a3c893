import type { JsonObject } from '@plinth/manifest';
import { emitYaml } from '@plinth/synth';
import { randomDocuments, SHAPES, stringDocuments } from './_corpus';
import { READERS, type Reader } from './_readers';
import { HALVES, STRINGS } from './_strings';

describe.each(Object.entries(READERS))('%s', (_, read) => {
  test('reads every adversarial string back, as value and as key, at every depth', () => {
    expect(misread(stringDocuments(STRINGS), read)).toEqual([]);
  });

  test('reads halves of surrogate pairs back', () => {
    expect(misread(stringDocuments(HALVES), read)).toEqual([]);
  });

  test('reads every shape back', () => {
    expect(misread(SHAPES, read)).toEqual([]);
  });

  test('reads 4,000 random documents back', () => {
    expect(misread(randomDocuments(4000, 20261122), read)).toEqual([]);
  });

  test('reads a stream of all documents back in order', () => {
    const documents = [...stringDocuments(STRINGS), ...SHAPES];
    expect(read(emitYaml(documents)).map((document) => JSON.stringify(document))).toEqual(
      documents.map((document) => JSON.stringify(document)),
    );
  });
});

/** Compared as JSON text: that tells `-0` from nothing, keeps the order of keys and sees an own `__proto__`. */
function misread(
  documents: readonly JsonObject[],
  read: Reader,
): { expected: string; found: string; yaml: string }[] {
  return documents
    .flatMap((document) => {
      const yaml = emitYaml([document]);
      const expected = JSON.stringify([document]);
      const found = attempt(() => JSON.stringify(read(yaml)));
      return expected === found ? [] : [{ expected, found, yaml }];
    })
    .slice(0, 5);
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}
