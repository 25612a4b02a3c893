import type { WriteStream } from 'node:tty';
import { customizationTable } from './commands/env-diff';
import { openTerminal } from './terminal';

/** A stream that keeps what is written. */
function stream(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, columns, write } as unknown as WriteStream };
}

function terminal(isTTY: boolean, variables: NodeJS.ProcessEnv = {}, columns = 80) {
  const [out, error] = [stream(isTTY, columns), stream(isTTY, columns)];
  return { ...openTerminal({ out: out.stream, error: error.stream }, variables), out, error };
}

const ROWS = [
  {
    service: 'shop',
    field: 'resources.cpu',
    base: '200m',
    values: [
      { environment: 'first', value: '200m', inherited: true },
      { environment: 'second', value: '500m', inherited: false },
    ],
  },
];

test('on a terminal inherited values are dimmed and the header is bold', () => {
  expect(customizationTable(ROWS, ['first', 'second'], terminal(true))).toBe(
    [
      '\u001b[1mfield             \u001b[22m  \u001b[1mbase\u001b[22m  \u001b[1mfirst\u001b[22m  \u001b[1msecond\u001b[22m',
      'shop.resources.cpu  200m  \u001b[2m200m \u001b[22m  500m',
    ].join('\n'),
  );
});

test.each<[string, boolean, NodeJS.ProcessEnv]>([
  ['in a pipe', false, {}],
  ['with NO_COLOR', true, { NO_COLOR: '1' }],
  ['on a dumb terminal', true, { TERM: 'dumb' }],
])('text is plain %s', (_, isTTY, variables) => {
  expect(customizationTable(ROWS, ['first', 'second'], terminal(isTTY, variables))).toBe(
    ['field               base  first  second', 'shop.resources.cpu  200m  200m   500m'].join('\n'),
  );
});

test('an empty NO_COLOR asks for nothing', () => {
  expect(terminal(true, { NO_COLOR: '' }).dim('x')).toBe('\u001b[2mx\u001b[22m');
});

test('the width of the terminal changes nothing, not even 0', () => {
  expect(customizationTable(ROWS, ['first', 'second'], terminal(true, {}, 0))).toBe(
    customizationTable(ROWS, ['first', 'second'], terminal(true, {}, 200)),
  );
});

test('progress is for a person who watches; results and notes are for everybody', () => {
  for (const isTTY of [true, false]) {
    const { print, note, progress, out, error } = terminal(isTTY);
    print('result');
    progress('first: 3 files');
    note('1 finding');
    expect(out.written).toEqual(['result\n']);
    expect(error.written).toEqual(isTTY ? ['first: 3 files\n', '1 finding\n'] : ['1 finding\n']);
  }
});

test('a bar replaces itself, fits the window and is taken away; a pipe has none', () => {
  const watched = terminal(true, {}, 20);
  watched.status('[####----] 12 of 350');
  watched.status('');
  expect(watched.error.written).toEqual(['\r\u001b[K[####----] 12 of 35', '\r\u001b[K']);
  expect(watched.out.written).toEqual([]);
  const piped = terminal(false);
  piped.status('[####----] 12 of 350');
  expect(piped.error.written).toEqual([]);
});
