import { type Problem, UserError } from '@plinth/errors';
import type { Construct } from 'constructs';

/** One reader per property of what is to be resolved. */
export type Readers<T> = { readonly [K in keyof T]: () => T[K] };

/**
 * Resolves an input property by property and throws the problems of all properties together, each with
 * its path: `.resources.cpu` inside a facet, `chart/ledger: resources.cpu` for a construct.
 *
 * A problem whose `where` begins with a dot or a bracket already has a path below the property; any other
 * `where` names only a kind of value (`cpu`), and the property's path takes its place.
 */
export function resolveAll<T extends object>(readers: Readers<T>): T {
  const resolved: Partial<T> = {};
  const problems: Problem[] = [];
  for (const key in readers) {
    try {
      resolved[key] = readers[key]();
    } catch (error) {
      collect(problems, `.${key}`, error);
    }
  }
  UserError.throwIfAny(problems);
  return resolved as T;
}

/** The same for a list: paths are `[0]`, `[1]`. */
export function resolveEach<I, T>(items: readonly I[], read: (item: I) => T): T[] {
  const problems: Problem[] = [];
  const resolved: T[] = [];
  items.forEach((item, index) => {
    try {
      resolved.push(read(item));
    } catch (error) {
      collect(problems, `[${index}]`, error);
    }
  });
  UserError.throwIfAny(problems);
  return resolved;
}

/** The same for a map: paths are `["name"]`. */
export function resolveEntries<I, T>(
  entries: Readonly<Record<string, I>>,
  read: (name: string, item: I) => T,
): T[] {
  const problems: Problem[] = [];
  const resolved: T[] = [];
  for (const [name, item] of Object.entries(entries)) {
    try {
      resolved.push(read(name, item));
    } catch (error) {
      collect(problems, `[${JSON.stringify(name)}]`, error);
    }
  }
  UserError.throwIfAny(problems);
  return resolved;
}

/** Resolves the props of a construct; problems name its path. */
export function resolveProps<T extends object>(construct: Construct, readers: Readers<T>): T {
  return inConstruct(construct, () => resolveAll(readers));
}

/** Runs a step of a construct whose problems have relative paths; problems name the construct's path. */
export function inConstruct<T>(construct: Construct, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    const path = construct.node.path;
    throw new UserError(
      error.problems.map((problem) => ({
        ...problem,
        where: `${path}: ${problem.where.replace(/^\./, '')}`,
      })),
    );
  }
}

/** Keeps the problems of a user error, below a path; anything else is our bug and goes on. */
function collect(problems: Problem[], path: string, error: unknown): void {
  if (!UserError.isUserError(error)) throw error;
  for (const problem of error.problems) {
    problems.push({ ...problem, where: /^[.[]/.test(problem.where) ? path + problem.where : path });
  }
}
