import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { shown, toolProblem } from './engine-problems';
import { digestOfFiles, readPins } from './pinned-module';
import { runTool } from './tool';
import type { Workshop } from './workshop';

const TOOL = {
  code: 'engine-tool',
  allowed: 'Python 3 with the modules venv and pip',
  otherwise: 'install Python 3 with venv and pip (on Debian: python3-venv)',
};

/**
 * Starts the module by its own Python: the scripts that pip writes name the folder in which they were made, and
 * a build is moved when it is complete.
 */
const STARTER = `#!/bin/sh
exec "$(dirname "$0")/../venv/bin/python" -m checkov.main "$@"
`;

/** checkov with all that it needs, each package in the version that requirements.txt pins. */
export function checkovEngine(module: string): Engine {
  return {
    name: 'checkov',
    own: { assets: true },
    asked: ['--version'],
    recipe: (workshop) => recipe(join(workshop.pins, module), workshop),
  };
}

async function recipe(folder: string, workshop: Workshop): Promise<Recipe> {
  const requirements = join(folder, 'requirements.txt');
  const where = shown(requirements);
  const version = /^checkov==([\w.]+)/m.exec(readPins(requirements))?.[1];
  if (version === undefined) {
    throw new UserError({
      code: 'engine-pin',
      where,
      found: 'no version of checkov',
      allowed: 'a line `checkov==…` and one for each package that it needs',
      fix: 'add the lines',
    });
  }
  const program = join('bin', 'checkov');
  return {
    version,
    ingredients: [digestOfFiles(folder), STARTER, await pythonVersion(workshop)],
    where,
    program,
    heavy: false,
    build: async (stage) => {
      await run(['-m', 'venv', join(stage, 'venv')], 'python3', TOOL, workshop);
      const python = join(stage, 'venv', 'bin', 'python');
      // Without --no-deps, pip would choose a version of whatever is not pinned.
      const install = ['install', '--quiet', '--no-input', '--no-deps', '-r', requirements];
      await run(['-m', 'pip', ...install], python, pipProblem(where), workshop);
      await run(['-m', 'pip', 'check'], python, pipProblem(where), workshop);
      mkdirSync(join(stage, 'bin'));
      writeFileSync(join(stage, program), STARTER);
      chmodSync(join(stage, program), 0o755);
    },
  };
}

/** A virtual environment works only with the Python that made it. */
async function pythonVersion(workshop: Workshop): Promise<string> {
  const script = 'import sys, venv, ensurepip; print(sys.executable, sys.version)';
  return run(['-c', script], 'python3', TOOL, workshop);
}

function pipProblem(where: string) {
  return {
    code: 'engine-build',
    where,
    allowed: 'pinned packages that can be had and fit each other',
    otherwise: 'mend the lines that pip names',
  };
}

type ToolTexts = Pick<Parameters<typeof toolProblem>[0], 'code' | 'allowed' | 'otherwise'> & {
  readonly where?: string;
};

async function run(args: readonly string[], program: string, texts: ToolTexts, workshop: Workshop) {
  const { environment, signal } = workshop;
  const result = await runTool(program, args, { environment, signal });
  if (result.failure === undefined) return result.stdout;
  const command = ['python3', ...args.slice(0, 3)].join(' ');
  throw toolProblem({ where: 'checkov', ...texts, command, result });
}
