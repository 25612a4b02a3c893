import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CloudPlan } from './plan';
import { type PlanOptions, planProgram } from './plan-program';

/** A program of one file in JavaScript; what a test does not say is the least that runs. */
export interface WrittenProgram {
  /** `pulumi` is there. */
  readonly main: string;
  /** The text of Pulumi.test.yaml. */
  readonly stack?: string;
  /** More lines of Pulumi.yaml. */
  readonly project?: string;
}

/** Runs `use` with a folder that holds these files and can load what this package can, unless it shall not. */
export async function inFolder<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<Result> | Result,
  installed = true,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    if (installed) symlinkSync(join(__dirname, '..', 'node_modules'), join(folder, 'node_modules'));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function planOf(program: WrittenProgram, options: Partial<PlanOptions> = {}): Promise<CloudPlan> {
  const files = {
    'Pulumi.yaml': `name: written\nruntime: nodejs\nmain: main.js\n${program.project ?? ''}`,
    'Pulumi.test.yaml': program.stack ?? 'config: {}\n',
    'main.js': `const pulumi = require('@pulumi/pulumi');\n${program.main}`,
  };
  return inFolder(files, (folder) => planProgram({ folder, stack: 'test', ...options }));
}

/** What was thrown instead of a result. */
export async function failure(result: Promise<unknown>): Promise<Error> {
  try {
    await result;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('nothing failed');
}
