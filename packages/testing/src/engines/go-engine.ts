import { basename, join } from 'node:path';
import type { Engine, Recipe } from './engine';
import { shown, toolProblem } from './engine-problems';
import { type GoToolchain, goToolchain } from './go-toolchain';
import { digestOfFiles, pinnedVersion } from './pinned-module';
import { runTool } from './tool';
import type { Workshop } from './workshop';

export interface GoEngineProps {
  readonly name: string;
  /** The folder with the go.mod from which it is built. */
  readonly module: string;
  /** The command that is built. */
  readonly package: string;
  /** The module in go.mod whose version is the engine's. */
  readonly versionOf: string;
  /** The arguments with which it tells its version. */
  readonly asked: readonly string[];
  /** String variables of Go packages that carry the version, which releases set when they are built. */
  readonly variables?: (version: string) => Readonly<Record<string, string>>;
}

/** An engine that is built from a Go module with pinned versions and checksums. */
export function goEngine(props: GoEngineProps): Engine {
  return {
    name: props.name,
    own: { assets: true },
    asked: props.asked,
    recipe: (workshop) => recipe(props, workshop),
  };
}

async function recipe(props: GoEngineProps, workshop: Workshop): Promise<Recipe> {
  const folder = join(workshop.pins, props.module);
  const version = pinnedVersion(folder, props.versionOf);
  // Asked when something has to be built: what is cached needs no Go.
  const toolchain = () => workshop.once(`go for ${folder}`, () => goToolchain(folder, workshop));
  const variables = Object.entries(props.variables?.(version) ?? {});
  const linker = ['-s', '-w', ...variables.map(([name, value]) => `-X ${name}=${value}`)].join(' ');
  const build = ['build', '-trimpath', '-buildvcs=false', '-ldflags', linker];
  const program = join('bin', props.name);
  return {
    version,
    ingredients: [digestOfFiles(folder), props.package, ...build, process.platform, process.arch],
    where: shown(join(folder, 'go.mod')),
    program,
    heavy: true,
    fetch: () =>
      workshop.once(`modules for ${folder}`, async () => fetchModules(folder, await toolchain(), workshop)),
    build: async (stage) => {
      const go = await toolchain();
      const args = [...build, '-o', join(stage, program), props.package];
      const result = await runGo(args, folder, go, workshop);
      if (result.failure === undefined) return;
      throw toolProblem({
        code: 'engine-build',
        where: `${shown(join(folder, 'go.mod'))}: ${props.name}`,
        command: `go build ${props.package}`,
        result,
        allowed: `a module that compiles with ${go.version}`,
        otherwise: 'mend what the compiler names, or go back to the versions that were pinned before',
      });
    },
  };
}

/**
 * Downloads what go.mod lists, while other engines are being built.
 * @throws UserError `engine-fetch`, one for all engines of the module
 */
async function fetchModules(folder: string, go: GoToolchain, workshop: Workshop): Promise<void> {
  const end = workshop.progress.start(`modules of ${basename(folder)}`, 'downloading');
  const result = await runGo(['mod', 'download'], folder, go, workshop);
  end(result.failure === undefined ? 'done' : 'failed');
  if (result.failure === undefined) return;
  throw toolProblem({
    code: 'engine-fetch',
    where: shown(join(folder, 'go.mod')),
    command: 'go mod download',
    result,
    allowed: 'modules that can be had and match go.sum',
    otherwise: 'mend what Go names; GOPROXY says where modules come from',
  });
}

function runGo(args: readonly string[], folder: string, go: GoToolchain, workshop: Workshop) {
  return runTool('go', args, { folder, environment: go.environment, signal: workshop.signal });
}
