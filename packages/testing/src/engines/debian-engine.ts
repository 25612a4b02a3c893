import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { lastLines, runTool, type ToolResult } from './tool';
import type { Workshop } from './workshop';

export interface DebianEngineProps {
  readonly name: string;
  /** The package that holds the program. */
  readonly package: string;
  /** How the program is called there, in `usr/bin`. @default - the engine's name */
  readonly program?: string;
  /** The variable that holds the path of one's own. */
  readonly variable: string;
  /** `redis-server 6 or newer` */
  readonly allowed: string;
}

/**
 * A program as the system has it, else out of Debian's (or Ubuntu's) packages, unpacked without installing
 * anything. Any usual version will do.
 */
export function debianEngine(props: DebianEngineProps): Engine {
  return {
    name: props.name,
    own: { variable: props.variable, assets: true, path: true },
    asked: ['--version'],
    recipe: async (workshop) => recipe(props, workshop),
  };
}

function recipe(props: DebianEngineProps, workshop: Workshop): Recipe {
  const program = join('bin', props.name);
  const starter = starterOf(props.name);
  return {
    ingredients: [JSON.stringify(props), starter, process.platform, process.arch],
    where: 'the PATH',
    program,
    heavy: false,
    build: async (stage) => {
      const apt = new Apt(props, workshop);
      await apt.refreshLists();
      await apt.run('apt-get', ['download', props.package, ...(await apt.missingLibraries())], stage);
      for (const file of readdirSync(stage).filter((name) => name.endsWith('.deb'))) {
        await apt.run('dpkg-deb', ['-x', file, '.'], stage);
        rmSync(join(stage, file));
      }
      keepOnly(join(stage, 'usr/bin'), props);
      mkdirSync(join(stage, 'bin'));
      writeFileSync(join(stage, program), starter);
      chmodSync(join(stage, program), 0o755);
    },
  };
}

/** Finds the libraries that came along; `exec` keeps the process id, so that signals reach the program. */
function starterOf(name: string): string {
  return `#!/bin/sh
here="$(cd "$(dirname "$0")/.." && pwd)"
LD_LIBRARY_PATH="$(echo "$here"/usr/lib/*-linux-gnu*):$here/usr/lib" exec "$here/usr/bin/${name}" "$@"
`;
}

/** Packages hold other programs too, some of them large. */
function keepOnly(folder: string, { name, program = name }: DebianEngineProps): void {
  renameSync(join(folder, program), join(folder, name));
  for (const other of readdirSync(folder).filter((each) => each !== name)) rmSync(join(folder, other));
}

/** Debian's own tools, asked for one package. */
class Apt {
  constructor(
    private readonly props: DebianEngineProps,
    private readonly workshop: Workshop,
  ) {}

  /** Fresh images come without lists of packages; only root may fetch them. */
  async refreshLists(): Promise<void> {
    const known = await this.tryRun('apt-cache', ['show', this.props.package]);
    if (known.failure !== undefined && process.getuid?.() === 0) await this.run('apt-get', ['update']);
  }

  /** What the package needs and the system lacks; never the C library, which fits only its own loader. */
  async missingLibraries(): Promise<string[]> {
    const answer = await this.run('apt-cache', ['depends', '--important', this.props.package]);
    // `libjs-…` are scripts of web pages.
    const names = [...answer.matchAll(/^ *Depends: ((?:lib(?!js-)|lua)[\w.+-]+)$/gm)].map(
      ([, name]) => name ?? '',
    );
    const missing: string[] = [];
    for (const name of names.filter((library) => library !== 'libc6')) {
      const state = await this.tryRun('dpkg-query', ['-W', '-f', '${' + 'db:Status-Status}', name]);
      if (state.stdout !== 'installed') missing.push(name);
    }
    return missing;
  }

  async run(program: string, args: readonly string[], folder?: string): Promise<string> {
    const result = await this.tryRun(program, args, folder);
    if (result.failure !== undefined) throw noProgram(this.props, result);
    return result.stdout;
  }

  private tryRun(program: string, args: readonly string[], folder?: string): Promise<ToolResult> {
    // apt-cache's answers are read: in English.
    const environment = { ...this.workshop.environment, LC_ALL: 'C' };
    const options = { environment, signal: this.workshop.signal };
    return runTool(program, args, folder === undefined ? options : { ...options, folder });
  }
}

function noProgram({ name, variable, allowed }: DebianEngineProps, result: ToolResult): UserError {
  const because = result.failure === 'ENOENT' ? 'no apt-get to fetch it with' : lastLines(result);
  return new UserError({
    code: 'engine-tool',
    where: 'the PATH',
    found: `no program \`${name}\`, and ${because}`,
    allowed,
    fix: `install ${name}, or set ${variable} to its path`,
  });
}
