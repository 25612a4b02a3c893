/** Strings that parsers of YAML read in different ways when an emitter is careless, one group per trap. */
// biome-ignore format: one string a line would bury the groups
const groups: Readonly<Record<string, readonly string[]>> = {
  words: inEveryCase(
    'y n yes no on off true false null nil none nan inf infinity undefined t f ~ .inf -.inf +.inf .nan -inf +inf'.split(' '),
  ),
  numbers: (
    '0 1 -1 +1 00 007 010 0777 0o7 0o17 0O7 0x1f 0X1F 0b11 -0b11 0x 0b 0o 0xg 1.10 1. .5 -.5 +.5 . .. 1.5.2 1.4.2 1e3 1E3 1e+3 1e-3 ' +
    '1.0e3 -1e3 e1 E1 e-1 e+1 e1.5 e1_0 -e1 --e1 e e_ 1_000 1__0 _1 _ 0_7 0x_f 12:30 12:30:45 1:60 190:20:30 -1:20 1:2.5 1,000 ' +
    '9007199254740993 18446744073709551616 1e400 0.1e-400 1d 0d 1f 1L 1n 0n 0p1 0x1p3 0x1.8p1 1K 1T 1E 1Z 1e 1e+ 0e0 0-0 1-1 1/2 1% 50% ' +
    '250m 512Mi 1Gi 100Ki 24h 1h30m 10.0.0.0/8 ::1 fe80::1 1::2 127.0.0.1:80 1;2 1 2 1 # 1: 0a 1a 0f 1abcdef deadbeef 0e12 1e12ab'
  ).split(' '),
  dates: [
    '2024-01-01', '2024-1-1', '2024-01-01T00:00:00Z', '2024-01-01t00:00:00z', '2024-01-01 00:00:00',
    '2024-01-01 00:00:00 +02:00', '2024-01-01T00:00:00.5-03:00', '20240101', '2024-01', '2024W01',
  ],
  indicators: [
    ...'-?:,[]{}#&*!|>\'"%@`=<~^$()+;./\\'.split(''),
    '--', '---', '----', '...', '....', '<<', '<', '==', '- a', '-a', '-1a', '? a', '?a', ': a', ':a',
    'a:', 'a: b',
    'a :b', 'a:b', 'a::b', 'a:#b', 'a #b', 'a# b', 'a#b', ' #', '#a', '%YAML 1.1', '%', '@a', '`a`', '!x',
    '!!str a',
    '!!binary aGk=', '&a', '&a b', '*a', '|', '|-', '>', '>-', '[a]', '{a: b}', '[', '{', 'a]', 'a}',
    'a, b', 'a{b}',
    '--- a', '---a', '... a', '-', '- ', '--flag', '--flag=on', '-f', '-- x', '- - a', '? ', 'a ?b',
    'a -b', 'a & b',
    '"a"', "'a'", 'a"b', "it's", "''", '""', '\\n', 'a\\', '\\', 'C:\\x', '=', '=a', 'a=b', '<<: *a',
    '__proto__',
    'constructor', 'toString', 'hasOwnProperty', 'a|b', 'a>b', 'a?b', '{{ .Values.x }}', '${HOME}',
    '$(cmd)', '$HOME',
    ...['`cmd`', '%{x}', '<no value>', '*', '**/*.ts', '/', '//', '/a b', '/healthz?full=1#x'],
  ],
  blanks: [
    '', ' ', '  ', '\t', '\n', '\r', '\r\n', '\n\n', '\t\n', ' \n', '\n ', ' a', 'a ', ' a ', '\ta', 'a\t',
    'a\tb', 'a  b',
    'a b', 'a\rb', 'a\r\nb', 'a\r', '\ra', 'a \t b', 'yes ', ' yes', '1 ', ' 1', '\t1', 'a: \t', 'a\t#b',
    'a:\tb', 'a \n',
  ],
  blocks: [
    'a\n', 'a\nb', 'a\nb\n', 'a\n\n', 'a\n\n\n', 'a\n\nb', 'a\n\n\nb\n', '\na', '\n\na\n', ' a\nb',
    '  a\n b\n', 'a\n b',
    'a\n  b\n c\n', '\n a', '\n  a\nb', 'a \nb', 'a\n \nb', 'a\n  \nb\n', 'a\n ', 'a\n \n', 'a\n   \n\n',
    'a\n\t', 'a\n\t\n',
    'a\n\tb', 'a\n\t\nb', '\ta\nb', 'a\tb\nc\n', 'a\r\nb\r\n', 'a\nb\r', '# a\nb', '#\n', '---\na',
    'a\n---\nb\n', 'a\n...\nb',
    '...\n', '- a\n- b\n', 'a: b\nc: d\n', 'key: |\n  x\n', '|\na', '%a\nb', '"a\nb"', 'a\\nb\n', 'é\n漢\n',
    '😀\n', 'yes\n', '1\n',
    '~\n', 'a\u0085b\n', 'a\u2028b\n', 'a\nb\u2029', '\ufeffa\n', 'a\n\ufeff', 'a\0\nb', 'a\u00a0\nb',
    '#!/bin/sh\nset -eu\n\nexec "$@"\n',
    '{\n  "a": [1, 2],\n\n  "b": "\\n"\n}\n',
    '\n'.repeat(5),
    `${'long '.repeat(60)}\n${'x'.repeat(300)}\n`,
  ],
  unicode: [
    '\0', '\x01', '\x07', '\b', '\v', '\f', '\x1b', '\x1f', '\x7f', '\x80', '\x85', 'a\x85b', '\x9f',
    '\xa0', 'a\xa0b', '\xad',
    '\u2028', 'a\u2028b', '\u2029', 'a\u2029b', '\ufeff', '\ufeffa', 'a\ufeffb', '\ufffe', '\uffff',
    '\ufffd', '\ufff9',
    'é', 'naïve', '漢字', '日本語: テスト', '😀', '👩‍👩‍👧', '❤️', '𝒳', 'עברית', 'العربية', 'a\u202eb', '\u200b',
    'a\u200db', '\u061c',
    '\u{10ffff}', '\u{1fffe}', '\u{e0001}', '\u{e0041}', '\u{e0100}', '\ue000', '\ud7ff', '\u3000',
    '\u1680', '\u180e', '１２', 'ｙｅｓ', 'İ', 'ß', 'ſ', '\u212a',
  ],
  long: [
    'k'.repeat(999),
    'k'.repeat(1000),
    'k'.repeat(1001),
    'k'.repeat(1024),
    'k'.repeat(2000),
    '\u0001'.repeat(400),
    'word '.repeat(400),
  ],
};

/** Halves of surrogate pairs: kept apart, for UTF-8 cannot hold them and Kubernetes' parser refuses their escapes. */
export const HALVES: readonly string[] = ['\ud800', 'a\udc00b', '\udc00\ud800', '\ud83d\n'];

export const STRINGS: readonly string[] = [...new Set(Object.values(groups).flat())];

function inEveryCase(words: readonly string[]): string[] {
  return words.flatMap((word) => [
    word,
    word.toUpperCase(),
    word.charAt(0).toUpperCase() + word.slice(1),
    alternating(word),
  ]);
}

function alternating(word: string): string {
  return [...word].map((letter, index) => (index % 2 === 0 ? letter : letter.toUpperCase())).join('');
}
