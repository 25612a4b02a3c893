import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, oneOf, show, UserError } from '@plinth/errors';

/** A Pulumi program of the repository: a folder of `stacks/` with a `Pulumi.yaml`. */
export interface CloudProgram {
  readonly name: string;
  readonly folder: string;
}

/** Every Pulumi program, sorted by name. */
export function cloudPrograms(root: string): CloudProgram[] {
  const stacks = join(root, 'stacks');
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks)
    .sort()
    .map((name) => ({ name, folder: join(stacks, name) }))
    .filter(({ folder }) => existsSync(join(folder, 'Pulumi.yaml')));
}

/** @throws UserError `unknown-program` */
export function cloudProgramNamed(name: string, root: string): CloudProgram {
  const programs = cloudPrograms(root);
  const program = programs.find((candidate) => candidate.name === name);
  if (program !== undefined) return program;
  const names = programs.map((candidate) => candidate.name);
  throw new UserError({
    code: 'unknown-program',
    where: '<stack>',
    found: show(name),
    allowed: names.length === 0 ? 'a folder of stacks/ with a Pulumi.yaml' : oneOf(names),
    fix: didYouMean(name, names, 'name one of these'),
  });
}
