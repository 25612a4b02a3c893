import type { Problem } from '@plinth/errors';
import { keysIn, notShown, show } from '@plinth/errors';
import type { Declaration } from './declare';
import type { SourceLocator } from './provenance/locate';

/** A secret where none may be: whatever else is wrong with the same text, this is what to mend. */
export const LITERAL_KEY = 'literal-key';

export type Path = readonly (string | number)[];

/** A place in a file that is no declaration, such as `releases.json`. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

/** A problem before anybody asked for its line. */
export interface Mistake {
  readonly code: string;
  readonly at: Declaration | FilePlace | 'company';
  /** Inside the declaration's argument; for an overlay it begins with the service; in the company from its top. */
  readonly path: Path;
  /** What stands there; `found` says it in words where that is clearer. */
  readonly value?: unknown;
  readonly found?: string;
  readonly allowed: string;
  readonly fix: string;
  /** A second place that has a part in it; the fix ends with its line. */
  readonly other?: Pick<Mistake, 'at' | 'path' | 'value'>;
  /** Where the rule does not hold; the same mistake in several environments is told once. */
  readonly environment?: string;
}

/** Where a check puts what it finds. */
export interface Mistakes {
  add(mistake: Mistake): void;
}

/** Mistakes of a part, told as those of the whole to which it belongs. */
export function retold(mistakes: Mistakes, retell: (mistake: Mistake) => Mistake): Mistakes {
  return { add: (mistake) => mistakes.add(retell(mistake)) };
}

/** Collects all mistakes of a company; lines are looked up only when there are any. */
export class Report implements Mistakes {
  readonly #mistakes: (Mistake & { readonly environments: string[] })[] = [];

  add(mistake: Mistake): void {
    const { environment } = mistake;
    const known = environment && this.#mistakes.find((earlier) => isSame(earlier, mistake));
    if (known) known.environments.push(environment);
    else this.#mistakes.push({ ...mistake, environments: environment === undefined ? [] : [environment] });
  }

  get isEmpty(): boolean {
    return this.#mistakes.length === 0;
  }

  /** @param root files are shown relative to it */
  toProblems(locator: SourceLocator, root: string): Problem[] {
    return this.#mistakes.filter(isFirstCause).map((mistake) => ({
      code: mistake.code,
      where: whereOf(mistake, locator, root),
      found: shown(mistake),
      allowed:
        mistake.environments.length === 0
          ? mistake.allowed
          : `${mistake.allowed} (in ${mistake.environments.join(', ')})`,
      fix: mistake.other ? `${mistake.fix} ${placeOf(mistake.other, locator, root)}` : mistake.fix,
    }));
  }
}

/** A key that also has the wrong form, or is no name, is one mistake. */
function isFirstCause(mistake: Mistake, _: number, all: readonly Mistake[]): boolean {
  if (mistake.code === LITERAL_KEY) return true;
  return !all.some(
    ({ code, at, path }) =>
      code === LITERAL_KEY && samePlace(at, mistake.at) && formatPath(path) === formatPath(mistake.path),
  );
}

function samePlace(a: Mistake['at'], b: Mistake['at']): boolean {
  return a === b || (a !== 'company' && b !== 'company' && 'file' in a && 'file' in b && a.file === b.file);
}

function isSame(a: Mistake, b: Mistake): boolean {
  return (
    a.at === b.at && a.code === b.code && a.allowed === b.allowed && formatPath(a.path) === formatPath(b.path)
  );
}

/** Where a reference to a secret belongs, or anywhere else, a person may have written the secret itself. */
function shown({ path, value, found }: Mistake): string {
  const [key] = keysIn([value, found]);
  if (key !== undefined) return notShown(key.kind);
  if (found !== undefined) return found;
  const holdsSecret = path.at(-2) === 'secrets' && value !== undefined && value !== null;
  return holdsSecret ? `a ${Array.isArray(value) ? 'list' : typeof value}, not shown` : show(value);
}

function whereOf(mistake: Mistake, locator: SourceLocator, root: string): string {
  const place = placeOf(mistake, locator, root);
  const property = subject(mistake);
  return [place, property].filter((part) => part !== '').join(': ');
}

function placeOf(
  { at, path, value }: Pick<Mistake, 'at' | 'path' | 'value'>,
  locator: SourceLocator,
  root: string,
): string {
  if (at === 'company') return '';
  if ('file' in at) return `${relativeTo(root, at.file)}:${at.line}`;
  const { file, line, column } = locator.locate(at.call.position, path, value);
  return `${relativeTo(root, file)}:${line}:${column}`;
}

/** `file` below `root`, with `/` on every platform. */
export function relativeTo(root: string, file: string): string {
  const prefix = root.endsWith('/') ? root : `${root}/`;
  return (root !== '' && file.startsWith(prefix) ? file.slice(prefix.length) : file).replaceAll('\\', '/');
}

function subject({ at, path }: Mistake): string {
  const isNamed = at !== 'company' && !('file' in at) && at.kind !== 'overlay';
  return formatPath(isNamed ? [at.name, ...path] : path);
}

/** `exchange-manager.scaling.external[0].type`; a part with other than plain characters is quoted and escaped. */
export function formatPath(path: Path): string {
  return path.map((part, index) => formatPart(part, index === 0)).join('');
}

function formatPart(part: unknown, isFirst: boolean): string {
  const plain = typeof part === 'string' && /^[\w.-]+$/.test(part);
  if (isFirst) return plain ? part : show(part);
  return plain ? `.${part}` : `[${show(part)}]`;
}
