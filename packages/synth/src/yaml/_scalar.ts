import { NotJson } from './_not-json';

/** Keys repeat endlessly and are few; values are neither, and remembering them costs more than it saves. */
const keys = new Map<string, string>();
const KEYS_REMEMBERED = 4096;

/** YAML limits a key on one line to 1,024 characters; a longer one needs the form with a question mark. */
const LONGEST_SIMPLE_KEY = 1000;

/** What some parser takes for a boolean, null or a number, in any case; `e1` is a number without mantissa. */
const WORD = /^-*(?:y|n|yes|no|on|off|true|false|null|nil|none|nan|inf|infinity|e[-+]?[\d_.]+)$/i;

/**
 * Begins with a letter, a slash or a flag's dashes; no blanks at the ends or in a row; no colon or hash
 * where it would end the scalar. Everything else that YAML might also read is quoted for the reader's sake.
 */
const PLAIN = /^(?:[A-Za-z/]|--?[A-Za-z])(?:[!-9;-~]|:(?! |$)| (?![ #]|$))*$/;

/** Begins with a digit and has a mark that no number, date or time has, of any base: `512Mi`, `10.0.0.0/8`. */
const MEASURE = /^\d[\w.%/-]*$/;
const MARK = /[g-mq-suvwyG-MQ-SUVWY%/]/;

/**
 * Never written as themselves: controls; what a parser may take for a line break or drop (U+0085, U+2028,
 * U+2029, the byte order mark, non-characters); half surrogates; and what nobody sees in a review (unusual
 * blanks, zero widths, direction marks, tags). By number, not by property: properties follow the version
 * of Unicode that a Node was built with, and the same input has to give the same bytes everywhere.
 */
const HIDDEN = String.raw`\0-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}`;
const ESCAPED = new RegExp(String.raw`["\\${HIDDEN}]`, 'gu');

/** The same, without what stands for itself in a literal block. */
const UNFIT_FOR_BLOCK = new RegExp(String.raw`(?![\t\n])[${HIDDEN}]`, 'u');

/** A key with its colon. The indent serves the long form, whose colon stands on a line of its own. */
export function keyText(key: string, indent: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const text = isPlainText(key) ? key : quoted(key);
  if (text.length > LONGEST_SIMPLE_KEY) return `? ${text}\n${indent}:`;
  if (keys.size >= KEYS_REMEMBERED) keys.clear();
  keys.set(key, `${text}:`);
  return `${text}:`;
}

/** A string in the plainest style that is exact: plain, a literal block, double quotes. */
export function stringText(value: string, indent: string): string {
  if (isPlainText(value)) return value;
  return (value.includes('\n') ? blockText(value, indent) : undefined) ?? quoted(value);
}

/** Everything of one word that is not a string; refuses what JSON does not have. */
export function valueText(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return numberText(value);
  throw new NotJson();
}

/** As JSON prints it, except that YAML 1.1 takes `1e+21` for a string: there a mantissa has a point. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function isPlainText(value: string): boolean {
  return PLAIN.test(value) ? !WORD.test(value) : MEASURE.test(value) && MARK.test(value);
}

/**
 * The text as a literal block, where that shows it exactly: no blank before the first line, no line of
 * blanks as the last, and one line feed at the end or none. More line feeds would need `|+`, and are lost
 * when a file is cut into documents or when an editor trims its end.
 */
function blockText(value: string, indent: string): string | undefined {
  const header = value.endsWith('\n') ? '|' : '|-';
  const lines = header === '|' ? value.slice(0, -1) : value;
  const lastLine = lines.slice(lines.lastIndexOf('\n') + 1);
  if (lastLine.trim() === '' || /^[ \t\n]/.test(lines) || UNFIT_FOR_BLOCK.test(lines)) return undefined;
  return `${header}\n${indent}${lines.replace(/\n(?!\n)/g, `\n${indent}`)}`;
}

function quoted(value: string): string {
  return `"${value.replace(ESCAPED, escaped)}"`;
}

/** As in JSON; beyond the basic plane one long escape, since PyYAML does not join two halves. */
function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
