import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from './index';

/** Examples of the README and of doc comments, by file. */
function examples(): [file: string, code: string][] {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const block = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  return [['README.md', block.replace(/^import .*\n/gm, '')], ...commentExamples()];
}

function commentExamples(): [file: string, code: string][] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(__dirname, file), 'utf8').matchAll(/@example\n((?: *\*(?! @| *\/).*\n)+)/g)].map(
        (match): [string, string] => [file, (match[1] ?? '').replace(/^ *\* ?/gm, '')],
      ),
    );
}

/** An example as a module of its own beside the library. */
function asModule(code: string): string {
  const names = Object.keys(library).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
  return `import { Chart } from 'cdk8s';\nimport { ${names.join(', ')} } from '../../../src/index';\ndeclare const chart: Chart;\n${code}`;
}

const ROOT = join(__dirname, '../../..');

/** Where cdk8s is found and nothing is published. */
const FOLDER = join(__dirname, '../node_modules/.cache/examples');

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** What the compiler says of the examples; errors elsewhere are the type check's matter. */
function compile(modules: readonly string[]): string[] {
  mkdirSync(FOLDER, { recursive: true });
  const files = modules.map((code, index) => {
    writeFileSync(join(FOLDER, `${index}.ts`), code);
    return `${index}.ts`;
  });
  const settings = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      noEmit: true,
      noUnusedLocals: false,
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    files,
  };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(settings));
  const compiler = join(ROOT, 'node_modules/@typescript/native/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', FOLDER], { encoding: 'utf8' });
  if (status === null || (status !== 0 && stdout === '')) throw new Error('the compiler did not run');
  return stdout.split('\n').filter((line) => line.includes('.cache/examples/'));
}

test('every construct has an example, and every example compiles', () => {
  const found = examples();
  expect(found[0]?.[1]).toContain('new WebService');
  const files = [
    'scheduled-job',
    'stateful-node',
    'tenant-namespace',
    'web-service',
    'worker',
    'priority-class',
  ];
  expect(found.map(([file]) => file)).toEqual(expect.arrayContaining(files.map((file) => `${file}.ts`)));
  expect(compile(found.map(([, code]) => asModule(code)))).toEqual([]);
}, 60_000);
