import { readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { show, UserError } from '@plinth/errors';
import {
  type Company,
  environmentNamed,
  type ReleasesFile,
  type ResolvedEnvironment,
  readReleasesFiles,
  resolveCompany,
} from '@plinth/model';
import type { Stack } from '@plinth/synth';
import { loadModule } from './load-module';

/** A repository as the command line finds it: `environments/index.ts` and `stacks/<name>/stack.ts`. */
export interface Repository {
  readonly root: string;
  readonly company: Company;
  readonly releases: ReadonlyMap<string, ReleasesFile>;
}

/** The nearest folder at or above `from` that declares environments. */
export function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (isFile(join(folder, 'environments', 'index.ts'))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new UserError({
    code: 'no-environments',
    where: from,
    found: 'no file environments/index.ts here or above',
    allowed: 'a folder inside a repository that declares environments',
    fix: 'change into the repository',
  });
}

export function loadRepository(from: string): Repository {
  const root = findRoot(from);
  const { company } = loadModule(join(root, 'environments', 'index.ts'), root);
  if (typeof company !== 'object' || company === null) {
    throw new UserError({
      code: 'no-company',
      where: 'environments/index.ts',
      found: company === undefined ? 'no export named company' : `the company ${show(company)}`,
      allowed: 'export const company = defineCompany({ … })',
      fix: 'export it',
    });
  }
  return { root, company: company as Company, releases: readReleasesFiles(root, company as Company) };
}

/**
 * The environments in the order of promotion, or the one that was asked for.
 * @param where the flag or argument that names it
 */
export function resolveEnvironments(
  { root, company, releases }: Repository,
  only?: string,
  where = '--env <name>',
): ResolvedEnvironment[] {
  const environments = resolveCompany(company, { root, releases });
  return only === undefined ? environments : [environmentNamed(only, environments, where)];
}

/**
 * The cdk8s stacks, in the order of their names. A folder without `stack.ts` is another kind of program.
 * @throws UserError `no-stacks`: to render nothing would be to remove everything
 */
export function loadStacks(root: string): Stack[] {
  const stacks = stackNames(root).map((name) => loadStack(root, name));
  if (stacks.length > 0) return stacks;
  throw new UserError({
    code: 'no-stacks',
    where: 'stacks',
    found: 'no stack',
    allowed: 'folders with a stack.ts each',
    fix: 'add one, such as stacks/workloads/stack.ts, or restore them from Git',
  });
}

function stackNames(root: string): string[] {
  const folder = join(root, 'stacks');
  if (entryAt(folder)?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => isFile(join(folder, name, 'stack.ts')))
    .sort();
}

function loadStack(root: string, name: string): Stack {
  const { default: stack } = loadModule(join(root, 'stacks', name, 'stack.ts'), root);
  if (isStack(stack) && stack.name === name) return stack;
  throw new UserError({
    code: 'stack-export',
    where: `stacks/${name}/stack.ts`,
    found: isStack(stack) ? `a stack named ${show(stack.name)}` : 'no stack as default export',
    allowed: `export default defineStack('${name}', …)`,
    fix: 'name the stack as its folder',
  });
}

function isStack(value: unknown): value is Stack {
  return typeof value === 'object' && value !== null && 'name' in value && 'build' in value;
}

/** Also through a link. A pipe is no file: reading it would wait for ever. */
function isFile(path: string): boolean {
  return entryAt(path)?.isFile() === true;
}

function entryAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
