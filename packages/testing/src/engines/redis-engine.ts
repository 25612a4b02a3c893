import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { lastLines, runTool, type ToolResult } from './tool';
import type { Workshop } from './workshop';

/** Debian's package of this name holds the server: it is the checker, started as `redis-server`. */
const PACKAGE = 'redis-tools';

/** Finds the libraries that came along; `exec` keeps the process id, so that signals reach the server. */
const STARTER = `#!/bin/sh
here="$(cd "$(dirname "$0")/.." && pwd)"
LD_LIBRARY_PATH="$(echo "$here"/usr/lib/*-linux-gnu*):$here/usr/lib" exec "$here/usr/bin/redis-server" "$@"
`;

/**
 * Redis as the system has it, else out of Debian's (or Ubuntu's) packages, unpacked without installing anything.
 * Any version since 6 will do.
 */
export function redisEngine(): Engine {
  return {
    name: 'redis-server',
    own: { variable: 'REDIS_SERVER', assets: true, path: true },
    asked: ['--version'],
    recipe: async (workshop) => recipe(workshop),
  };
}

function recipe(workshop: Workshop): Recipe {
  const program = join('bin', 'redis-server');
  return {
    ingredients: [PACKAGE, STARTER, process.platform, process.arch],
    where: 'the PATH',
    program,
    heavy: false,
    build: async (stage) => {
      await refreshLists(workshop);
      const packages = [PACKAGE, ...(await missingLibraries(workshop))];
      await run('apt-get', ['download', ...packages], workshop, stage);
      for (const file of readdirSync(stage).filter((name) => name.endsWith('.deb'))) {
        await run('dpkg-deb', ['-x', file, '.'], workshop, stage);
      }
      copyFileSync(join(stage, 'usr/bin/redis-check-rdb'), join(stage, 'usr/bin/redis-server'));
      mkdirSync(join(stage, 'bin'));
      writeFileSync(join(stage, program), STARTER);
      chmodSync(join(stage, program), 0o755);
    },
  };
}

/** Fresh images come without lists of packages; only root may fetch them. */
async function refreshLists(workshop: Workshop): Promise<void> {
  const known = await tryRun('apt-cache', ['show', PACKAGE], workshop);
  if (known.failure !== undefined && process.getuid?.() === 0) await run('apt-get', ['update'], workshop);
}

/** What the package needs and the system lacks; never the C library, which fits only its own loader. */
async function missingLibraries(workshop: Workshop): Promise<string[]> {
  const answer = await run('apt-cache', ['depends', '--important', PACKAGE], workshop);
  const names = [...answer.matchAll(/^ *Depends: ((?:lib|lua)[\w.+-]+)$/gm)].map(([, name]) => name ?? '');
  const missing: string[] = [];
  for (const name of names.filter((library) => library !== 'libc6')) {
    const state = await tryRun('dpkg-query', ['-W', '-f', '${' + 'db:Status-Status}', name], workshop);
    if (state.stdout !== 'installed') missing.push(name);
  }
  return missing;
}

async function run(program: string, args: readonly string[], workshop: Workshop, folder?: string) {
  const result = await tryRun(program, args, workshop, folder);
  if (result.failure !== undefined) throw noRedis(result);
  return result.stdout;
}

function tryRun(program: string, args: readonly string[], workshop: Workshop, folder?: string) {
  // apt-cache's answers are read: in English.
  const environment = { ...workshop.environment, LC_ALL: 'C' };
  const options = { environment, signal: workshop.signal };
  return runTool(program, args, folder === undefined ? options : { ...options, folder });
}

function noRedis(result: ToolResult): UserError {
  const because = result.failure === 'ENOENT' ? 'no apt-get to fetch it with' : lastLines(result);
  return new UserError({
    code: 'engine-tool',
    where: 'the PATH',
    found: `no program \`redis-server\`, and ${because}`,
    allowed: 'redis-server 6 or newer',
    fix: 'install redis-server, or set REDIS_SERVER to its path',
  });
}
