import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of a file, where its loading is reported, and what is. */
const MISTAKES = {
  'is no TypeScript': [
    'export const company = {\n  base: = 1,\n};\n',
    ':2: found what is no TypeScript: Expression expected; allowed: a file that compiles; correct this line, or the one before',
  ],
  'calls what its import does not have': [
    "import { webServce } from '@plinth/model';\n\nexport const company = webServce('shop');\n",
    ':3:33: found an error while it is loaded: webServce is not a function; allowed: declarations that load; correct this line',
  ],
  'imports a file that is not there': [
    "// The base.\nimport { base } from './base';\nexport const company = base;\n",
    ':2: found an import of "./base", which is not there; allowed: a file that exists or a package that is installed; correct the name, or install the package',
  ],
  'imports a package that is not there': [
    "import { base } from '@acme/base';\nexport const company = base;\n",
    ':1: found an import of "@acme/base", which is not there; allowed: a file that exists or a package that is installed; correct the name, or install the package',
  ],
  throws: [
    "export const company = JSON.parse('{');\n",
    ":1:29: found an error while it is loaded: Expected property name or '}' in JSON at position 1; allowed: declarations that load; correct this line",
  ],
  'throws what is no error': [
    "throw 'stop';\n",
    ': found an error while it is loaded: stop; allowed: declarations that load; correct this line',
  ],
} as const;

/** How a file is made that is no text, and what is found. */
const NO_TEXT: Readonly<Record<string, [make: (path: string) => void, found: string]>> = {
  'is Latin-1': [
    (path) => writeFileSync(path, "export const owner = 'Zürich';\n", 'latin1'),
    'bytes that are not UTF-8',
  ],
  'is UTF-16': [
    (path) => writeFileSync(path, "export const owner = 'Basel';\n", 'utf16le'),
    'NUL bytes, as in UTF-16',
  ],
  'is a pipe, which would never end': [(path) => execFileSync('mkfifo', [path]), 'a pipe, socket or device'],
};

/** Files outside the declarations and stacks are ours: what they throw is passed on. */
const OURS = 'packages/model/index.ts';

let root: string;
let outcomes: Readonly<Record<string, string>>;

beforeAll(() => {
  // Where Node finds our packages as in a repository that has installed them.
  const cache = join(__dirname, '../../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  root = realpathSync(mkdtempSync(join(cache, 'load-module-')));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [mistake, [text]] of Object.entries(MISTAKES)) write(pathOf(mistake), text);
  for (const [mistake, [make]] of Object.entries(NO_TEXT)) make(join(root, pathOf(mistake)));
  symlinkSync('/dev/zero', join(root, 'environments/device.ts'));
  write(OURS, "throw new TypeError('a bug');\n");
  write('environments/calls-ours.ts', "import '../packages/model';\n");
  write('environments/good.ts', 'export const answer: number = 42;\n');
  outcomes = loadAll([
    ...[...Object.keys(MISTAKES), ...Object.keys(NO_TEXT)].map(pathOf),
    'environments/device.ts',
    'environments/calls-ours.ts',
    'environments/good.ts',
  ]);
});

afterAll(() => rmSync(root, { recursive: true }));

test.each(Object.entries(MISTAKES))('fails when a file %s, and says where', (mistake, [, message]) => {
  expect(outcomes[pathOf(mistake)]).toBe(`UserError ${pathOf(mistake)}${message}`);
});

test.each(Object.entries(NO_TEXT))('fails when a file %s', (mistake, [, found]) => {
  expect(outcomes[pathOf(mistake)]).toBe(
    `UserError ${pathOf(mistake)}: found ${found}; allowed: a plain file of UTF-8 text; save it as UTF-8, or restore it from Git`,
  );
});

test('fails when a file is a link to a device, which never ends', () => {
  // Node names the link or what it leads to.
  expect(outcomes['environments/device.ts']).toMatch(
    /^UserError (environments\/device\.ts|\/dev\/zero): found a pipe, socket or device; /,
  );
});

test('what our own files throw is passed on', () => {
  expect(outcomes['environments/calls-ours.ts']).toBe('TypeError a bug');
});

test('a file that loads gives its exports', () => {
  expect(outcomes['environments/good.ts']).toBe('{"answer":42}');
});

function pathOf(mistake: string): string {
  return `environments/${mistake.replaceAll(/\W+/g, '-')}.ts`;
}

/** Loads files in a process that reads TypeScript as the command line does; Jest has its own way. */
function loadAll(paths: readonly string[]): Record<string, string> {
  const program = `
    const { loadModule } = require(${JSON.stringify(join(__dirname, 'load-module.ts'))});
    const root = ${JSON.stringify(root)};
    const outcome = (path) => {
      try { return JSON.stringify(loadModule(root + '/' + path, root)); }
      catch (error) { return error.name + ' ' + error.message; }
    };
    console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(paths)}.map((path) => [path, outcome(path)]))));
  `;
  const hook = join(__dirname, '../bin/load-typescript.js');
  const printed = execFileSync(process.execPath, ['--conditions=@plinth/source', '-r', hook, '-e', program], {
    // A file that never ends is a failure, not the end of the tests.
    timeout: 20_000,
  });
  return JSON.parse(printed.toString()) as Record<string, string>;
}
