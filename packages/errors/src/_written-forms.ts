/** A form of text that is a key, or holds one. */
export interface KeyForm {
  /** Patterns of which texts of this form have one: a quick look at a text that has none of any form is enough. */
  readonly marks: readonly string[];
  readonly form: RegExp;
  /** What to call it. */
  readonly kind: string;
}

export function keyForm(kind: string, marks: readonly string[], form: RegExp): KeyForm {
  return { kind, marks, form };
}

/** Not what stands in for a password: `${PASSWORD}`, `$(PASSWORD)`, `{{ .password }}`, `<password>`, `***`. */
const REAL = /(?!["']?(?:\$[{(]|\{\{|<|\*{3}|%[sv]))/.source;

/** Between two words, also where the text is quoted in another. */
const GAP = /(?:\s|\\[nrt])+/.source;

/** What stands in the settings of libpq beside a password. */
const BESIDE = /(?:host|hostaddr|port|user|dbname|sslmode)\s?=\s?[^\s=]+/.source;
const SETTING = /\w+\s?=\s?[^\s=]+/.source;
const PASSWORD = `password\\s?=\\s?${REAL}[^\\s=;&]{3,}`;

/** Something with letters and digits, as chance makes it and prose does not. */
const RANDOM = /(?=[^\s"']{0,80}\d)/.source;

/** Passwords and tokens where people and programs write them: they have no form, their surroundings have. */
export const WRITTEN_FORMS: readonly KeyForm[] = [
  keyForm(
    'a connection string with a password',
    ['://'],
    new RegExp(`\\b[a-z][a-z0-9+.-]{1,30}://[^\\s/?#:@"']*:${REAL}[^\\s/?#@]+@[^\\s]`, 'i'),
  ),
  keyForm(
    'a connection string with a password',
    ['assword=', 'ASSWORD=', 'pwd=', 'Pwd=', 'PWD='],
    new RegExp(`[?&;]\\s*(?:password|pwd)=${REAL}[^&;\\s]{3,}`, 'i'),
  ),
  keyForm(
    'a connection string with a password',
    ['assword\\s?='],
    new RegExp(
      `\\b${BESIDE}(?:${GAP}${SETTING}){0,12}?${GAP}${PASSWORD}|\\b${PASSWORD}(?:${GAP}${SETTING}){0,12}?${GAP}${BESIDE}`,
    ),
  ),
  keyForm(
    'a header with a password',
    ['asic\\s'],
    // Behind the name of the header, a capital inside is enough; elsewhere, prose may follow.
    /[Aa]uthorization\\*["']?\s*[:=]\s*\\*["']?[Bb]asic\s+(?=[\w+/]+[A-Z\d=])[\w+/]{8,}={0,2}|\b[Bb]asic\s+(?=[\w+/]*\d)(?=[\w+/]*[a-z])(?=[\w+/]*[A-Z])[\w+/]{16,}={0,2}/,
  ),
  keyForm(
    'a header with a token',
    ['earer\\s'],
    new RegExp(`\\b[Bb]earer\\s+${REAL}${RANDOM}[\\w.~+/-]{20,}`),
  ),
  keyForm(
    'a token in a URL',
    ['oken='],
    new RegExp(`(?:[?&#;](?:\\w{1,20}_)?|\\baccess_)token=${REAL}${RANDOM}[\\w.~%+-]{32,}`),
  ),
  keyForm(
    'a line of a file of passwords',
    ['login(?:\\s|\\\\)'],
    new RegExp(
      `\\b(?:machine${GAP}[^\\s\\\\]+|default)${GAP}login${GAP}[^\\s\\\\]+${GAP}password${GAP}${REAL}[^\\s\\\\]{3,}`,
    ),
  ),
  // Host, port, database, user and password.
  keyForm(
    'a line of a file of passwords',
    [':(?:\\d{4,5}|\\*):'],
    new RegExp(
      `(?<![\\w.:/-])(?:[a-z][\\w.-]*|\\d+(?:\\.\\d+){3}|\\*):(?:\\d{4,5}|\\*):(?:[a-zA-Z_][\\w-]*|\\*):(?:[a-zA-Z_][\\w-]*|\\*):${REAL}[^\\s:"'\\\\]{6,}(?![\\w:])`,
    ),
  ),
];
