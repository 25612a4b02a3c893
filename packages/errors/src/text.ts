import { keysIn, notShown } from './key-material';

/** A list for the eye: one indented line each. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `  - ${line}`).join('\n');
}

/**
 * A value as a message shows it: quoted and escaped as in JSON, so that blanks, control characters and
 * look-alike letters are seen, and cut at 60 characters. What looks like a key is not shown.
 */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  for (const { kind } of keysIn(value)) return notShown(kind);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  const text = tryJson(value);
  if (text === undefined) return 'an object that is no plain data';
  const visible = text.replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return visible.length > 60 ? `${visible.slice(0, 57)}...` : visible;
}

/** Undefined for what contains itself, or anything else that JSON cannot say. */
function tryJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** `a, b or c`. */
export function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? 'nothing';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}
