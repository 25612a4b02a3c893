import type { Problem } from '@plinth/errors';
import { show } from '@plinth/errors';
import type { Declaration } from './declare';
import type { SourceLocator } from './provenance/locate';

export type Path = readonly (string | number)[];

/** A place in a file that is no declaration, such as `releases.json`. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

/** A problem before anybody asked for its line. */
export interface Mistake {
  readonly code: string;
  readonly at: Declaration | FilePlace;
  /** Inside the declaration's argument; for an overlay it begins with the service. */
  readonly path: Path;
  /** What stands there; `found` says it in words where that is clearer. */
  readonly value?: unknown;
  readonly found?: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Collects all mistakes of a company; lines are looked up only when there are any. */
export class Report {
  readonly #mistakes: Mistake[] = [];

  add(mistake: Mistake): void {
    this.#mistakes.push(mistake);
  }

  get isEmpty(): boolean {
    return this.#mistakes.length === 0;
  }

  /** @param root files are shown relative to it */
  toProblems(locator: SourceLocator, root: string): Problem[] {
    return this.#mistakes.map((mistake) => ({
      code: mistake.code,
      where: `${placeOf(mistake, locator, root)}: ${subject(mistake)}`,
      found: mistake.found ?? show(mistake.value),
      allowed: mistake.allowed,
      fix: mistake.fix,
    }));
  }
}

function placeOf({ at, path, value }: Mistake, locator: SourceLocator, root: string): string {
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
  const name = 'file' in at || at.name === '' ? [] : [/^[\w.-]+$/.test(at.name) ? at.name : show(at.name)];
  return formatPath([...name, ...path]);
}

/** `exchange-manager.scaling.external[0].type`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`))
    .join('');
}
