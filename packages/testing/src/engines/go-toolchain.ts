import { UserError } from '@plinth/errors';
import { shown, toolProblem } from './engine-problems';
import { runTool } from './tool';
import type { Environment, Workshop } from './workshop';

/** The Go that builds a module: Go itself may choose another version for each. */
export interface GoToolchain {
  /** `go1.26.1` */
  readonly version: string;
  /** The settings under which the same module gives the same binary for everybody. */
  readonly environment: Environment;
}

/** @throws UserError `engine-tool` when there is no Go, or too old a one */
export async function goToolchain(module: string, workshop: Workshop): Promise<GoToolchain> {
  const settings = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const environment = { ...workshop.environment, ...settings };
  const ask = async (args: readonly string[]): Promise<string[]> => {
    const result = await runTool('go', args, { folder: module, environment, signal: workshop.signal });
    if (result.failure === undefined) return result.stdout.split('\n');
    if (result.failure === 'ENOENT') throw missingGo();
    throw toolProblem({
      code: 'engine-tool',
      where: shown(`${module}/go.mod`),
      command: `go ${args.join(' ')}`,
      result,
      allowed: 'Go, at least of the version in the line `go` of that file',
      otherwise: 'mend the file, or the installation of Go',
    });
  };
  // `go env` answers also where go.mod asks for a newer Go.
  await ask(['list', '-m']);
  const [version = '', os, architecture] = await ask(['env', 'GOVERSION', 'GOHOSTOS', 'GOHOSTARCH']);
  // Somebody who cross-compiles elsewhere still runs the engines here.
  return {
    version,
    environment: { ...environment, GOOS: os, GOARCH: architecture },
  };
}

function missingGo(): UserError {
  return new UserError({
    code: 'engine-tool',
    where: 'the PATH',
    found: 'no program `go`',
    allowed: 'Go 1.26 or newer, which builds the engines',
    fix: 'install Go, or point KUBEBUILDER_ASSETS to a folder with the engines',
  });
}
