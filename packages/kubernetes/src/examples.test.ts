import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
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
  return `import { Chart } from 'cdk8s';\nimport { ${names.join(', ')} } from './index';\ndeclare const chart: Chart;\n${code}`;
}

/** Errors of all examples, compiled at once. */
function compile(modules: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node20,
    target: ts.ScriptTarget.ES2022,
    customConditions: ['@plinth/source'],
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => modules.has(path) || fileExists.call(host, path);
  host.readFile = (path) => modules.get(path) ?? readFile.call(host, path);
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules.keys()].flatMap((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map((diagnostic) => `${path}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`),
  );
}

test('every construct has an example, and every example compiles', () => {
  const found = examples();
  const files = [
    'scheduled-job',
    'stateful-node',
    'tenant-namespace',
    'web-service',
    'worker',
    'priority-class',
  ];
  expect(found.map(([file]) => file)).toEqual(expect.arrayContaining(files.map((file) => `${file}.ts`)));
  const modules = new Map(
    found.map(([file, code], index) => [join(__dirname, `${file}.${index}.example.ts`), asModule(code)]),
  );
  expect(compile(modules)).toEqual([]);
}, 60_000);
