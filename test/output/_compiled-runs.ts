import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';

/** Where the compiled programs are, and the module that they take by path. */
export interface CompiledRuns {
  readonly stoppedRun: string;
  readonly heldRun: string;
  readonly module: string;
}

/**
 * Compiles the runs and what they import into a folder, once: a run that compiles for itself takes four times as
 * long to start, and there are a hundred of them.
 */
export function compileRuns(folder: string): CompiledRuns {
  const packages = dirname(dirname(require.resolve('@plinth/synth/package.json')));
  compile(join(packages, 'errors/src'), join(folder, 'node_modules/@plinth/errors'));
  compile(join(packages, 'synth/src/output'), join(folder, 'output'));
  compile(__dirname, join(folder, 'runs'));
  return {
    stoppedRun: join(folder, 'runs/_stopped-run.js'),
    heldRun: join(folder, 'runs/_held-run.js'),
    module: join(folder, 'output/index.js'),
  };
}

function compile(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const { code } = transformSync(readFileSync(join(from, name), 'utf8'), {
      filename: name,
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    });
    writeFileSync(join(to, name.replace(/ts$/, 'js')), code);
  }
}
