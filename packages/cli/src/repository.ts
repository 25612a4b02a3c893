import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean, oneOf, show, UserError } from '@plinth/errors';
import { type Company, type ReleasesFile, type ResolvedEnvironment, resolveCompany } from '@plinth/model';
import type { Stack } from '@plinth/synth';

/** A repository as the command line finds it: `environments/index.ts` and `stacks/<name>/stack.ts`. */
export interface Repository {
  readonly root: string;
  readonly company: Company;
  readonly releases: ReadonlyMap<string, ReleasesFile>;
}

/** The nearest folder at or above `from` that declares environments. */
export function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'environments', 'index.ts'))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new UserError({
    code: 'no-environments',
    where: from,
    found: 'no environments/index.ts here or above',
    allowed: 'a folder inside a repository that declares environments',
    fix: 'change into the repository',
  });
}

export function loadRepository(from: string): Repository {
  const root = findRoot(from);
  const { company } = require(join(root, 'environments')) as { company?: Company };
  if (company === undefined) {
    throw new UserError({
      code: 'no-company',
      where: 'environments/index.ts',
      found: 'no export named company',
      allowed: 'export const company = defineCompany({ … })',
      fix: 'export it',
    });
  }
  const releases = new Map(company.environments.map(({ name }) => [name, readReleases(root, name)]));
  return { root, company, releases };
}

function readReleases(root: string, environment: string): ReleasesFile {
  const file = join(root, 'environments', environment, 'releases.json');
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    throw new UserError({
      code: 'releases-file',
      where: `environments/${environment}/releases.json`,
      found: (error as NodeJS.ErrnoException).code ?? 'no file',
      allowed: 'a readable JSON file, {} when nothing is released',
      fix: 'create or restore it',
    });
  }
}

/** The environments in the order of promotion, or the one that was asked for. */
export function resolveEnvironments(
  { root, company, releases }: Repository,
  only?: string,
): ResolvedEnvironment[] {
  const names = company.environments.map(({ name }) => name);
  if (only !== undefined && !names.includes(only)) throw unknownEnvironment(only, names);
  const environments = resolveCompany(company, { root, releases });
  return only === undefined ? environments : environments.filter(({ name }) => name === only);
}

export function unknownEnvironment(name: string, names: readonly string[]): UserError {
  return new UserError({
    code: 'unknown-environment',
    where: '--env',
    found: show(name),
    allowed: oneOf(names),
    fix: didYouMean(name, names, 'name one of these'),
  });
}

/** The cdk8s stacks, in the order of their names. A folder without `stack.ts` is another kind of program. */
export function loadStacks(root: string): Stack[] {
  const folder = join(root, 'stacks');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'stack.ts')))
    .sort()
    .map((name) => {
      const { default: stack } = require(join(folder, name, 'stack')) as { default?: Stack };
      if (stack?.name === name) return stack;
      throw new UserError({
        code: 'stack-export',
        where: `stacks/${name}/stack.ts`,
        found: stack === undefined ? 'no default export' : `a stack named ${show(stack.name)}`,
        allowed: `export default defineStack('${name}', …)`,
        fix: 'name the stack as its folder',
      });
    });
}
