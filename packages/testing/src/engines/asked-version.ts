import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { Engine, Recipe } from './engine';
import { shown } from './engine-problems';
import { firstLines, runTool, type ToolResult } from './tool';
import type { Workshop } from './workshop';

/** The version that a binary says it has. @throws UserError `engine-version` when it does not run */
export async function askVersion(
  binary: { readonly name: string; readonly path: string; readonly asked: readonly string[] },
  workshop: Workshop,
): Promise<string> {
  const { path, asked, name } = binary;
  const result = await runTool(path, asked, {
    environment: workshop.environment,
    signal: workshop.signal,
  });
  // Most write `v1.2.3`, some `1.2.3`, PostgreSQL `18.4`; what follows the numbers tells builds apart.
  // Envoy names the path by which it was started first, and that has versions in it too.
  const [version] = /\d+\.\d+[-.\w]*/.exec(result.output.replaceAll(path, '')) ?? [];
  if (result.failure === undefined && version !== undefined) return version;
  throw wrongVersion(shown(path), answered(result), `${name} that runs here and says its version`);
}

/**
 * What was made runs, and is what was pinned: else a flag or a pin is wrong.
 * @throws UserError `engine-version`
 */
export async function checkVersion(
  engine: Engine,
  recipe: Recipe,
  folder: string,
  workshop: Workshop,
): Promise<string> {
  if (engine.asked === undefined || recipe.program === undefined) return recipe.contents ?? '';
  const path = join(folder, recipe.program);
  const version = await askVersion({ name: engine.name, path, asked: engine.asked }, workshop);
  const pinned = recipe.version?.replace(/^v/, '');
  if (pinned === undefined || version === pinned) return version;
  throw wrongVersion(recipe.where, `a ${engine.name} that says it is ${version}`, `${pinned}, as pinned`);
}

function answered(result: ToolResult): string {
  return result.failure === undefined
    ? `no version in what it says: ${result.output.trim()}`
    : firstLines(result);
}

function wrongVersion(where: string, found: string, allowed: string): UserError {
  const fix = 'take another binary, or mend the version in that file and its build flags';
  return new UserError({ code: 'engine-version', where, found, allowed, fix });
}
