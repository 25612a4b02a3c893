import { constants, gunzipSync } from 'node:zlib';
import { isBinaryKey, KEY_FORMS, plainKey } from './_key-forms';

/** Shorter than any key. */
const SHORTEST = 12;

/** How often a key may be wrapped: bytes are in base64 once before anybody wraps them. */
const DEEPEST = 5;

/** The most that a packed text is unpacked to. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Runs of base64, also the form for URLs, padded or not. */
const RUN = /[\w+/-]{24,}={0,2}/g;

/** One that says something: not a digest in hexadecimal, not a name in lower case. */
const SAYS_SOMETHING = /^(?=.*[a-z])(?=.*[A-Z])/;

/** A line end as it is, or as it is written in text, and how far the next line is indented. */
const LINE_END = /(?:\\[rn]|[\r\n])\s*/g;

/**
 * What kind of key a text looks like, or undefined. Certificates, public keys, digests and identifiers are none. A key may stand
 * anywhere in the text, and be wrapped in base64 and packed by gzip.
 */
export function keyIn(text: string): string | undefined {
  return text.length < SHORTEST ? undefined : findKey(text, 0);
}

function findKey(text: string, depth: number): string | undefined {
  const kind = plainKey(text);
  if (kind !== undefined || depth === DEEPEST) return kind;
  for (const run of runsIn(text)) {
    const found = wrappedKey(run, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Wherever the run begins: letters before it may be part of it. */
function wrappedKey(run: string, depth: number): string | undefined {
  for (let start = 0; start < 4; start += 1) {
    const bytes = Buffer.from(run.slice(start), 'base64').toString('latin1');
    if (isBinaryKey(bytes)) return 'a private key';
    // Some write two bytes for each letter.
    const found = findKey(bytes.replaceAll('\0', ''), depth + 1) ?? packedKey(bytes, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In what gzip has packed, as Helm does; also of the beginning of it. */
function packedKey(bytes: string, depth: number): string | undefined {
  const start = bytes.indexOf('\x1f\x8b\x08');
  if (start === -1) return undefined;
  try {
    const packed = Buffer.from(bytes.slice(start), 'latin1');
    const text = gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES });
    return findKey(text.toString('latin1').replaceAll('\0', ''), depth + 1);
  } catch {
    // Three bytes of chance, or more than anybody's key.
    return undefined;
  }
}

function runsIn(text: string): string[] {
  const joined = text.replace(LINE_END, '');
  const texts = joined === text ? [text] : [text, joined];
  return texts.flatMap((one) => one.match(RUN) ?? []).filter((run) => SAYS_SOMETHING.test(run));
}

/** Where a key is in a value, and of what kind; never the text. */
export interface FoundKey {
  readonly path: readonly (string | number)[];
  readonly kind: string;
}

/** Every text of a value that looks like a key, and every name in a map. Value objects are passed over. */
export function* keysIn(
  value: unknown,
  path: readonly (string | number)[] = [],
  within: readonly unknown[] = [],
): Generator<FoundKey> {
  if (typeof value === 'string') {
    const kind = keyIn(value) ?? keyInContext(path.at(-1), value);
    if (kind !== undefined) yield { path, kind };
  } else if (Array.isArray(value) && !within.includes(value)) {
    for (const [index, entry] of value.entries()) yield* keysIn(entry, [...path, index], [...within, value]);
  } else if (isPlain(value) && !within.includes(value)) {
    for (const [name, entry] of Object.entries(value)) {
      const kind = keyIn(name);
      if (kind !== undefined) yield { path: [...path, name], kind };
      yield* keysIn(entry, [...path, name], [...within, value]);
    }
  }
}

/** Some keys have no form of their own: their name gives them away. */
function keyInContext(name: string | number | undefined, value: string): string | undefined {
  if (typeof name !== 'string' || !/secret|token|twilio|authorization/i.test(name)) return undefined;
  return keyIn(`${name}=${value}`);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What to print in place of a key. */
export function notShown(kind: string): string {
  return `text that looks like ${kind}, not shown`;
}

/** A text for people without the keys that somebody has put into what it quotes. */
export function withoutKeys(text: string): string {
  const kind = keyIn(text);
  if (kind === undefined) return text;
  let shown = text;
  for (const { form, kind: what } of KEY_FORMS)
    shown = shown.replace(new RegExp(form, `g${form.flags}`), notShown(what));
  for (const run of runsIn(shown)) {
    const wrapped = wrappedKey(run, 0);
    if (wrapped !== undefined) shown = shown.replaceAll(run, notShown(wrapped));
  }
  return keyIn(shown) === undefined ? shown : notShown(kind);
}
