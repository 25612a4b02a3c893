import { callAt } from './_call';
import type { ParsedFile } from './_parsed-file';
import { type Entry, Reader } from './_reader';
import { type Place, Sources } from './_sources';
import { spanOf } from './_syntax';

/** A place in a file as an editor counts: line and column from 1, the column in UTF-16 code units. */
export interface SourcePosition {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Located extends SourcePosition {
  /** True when the literal that gives the value stands there; false when it is the nearest place around it. */
  readonly exact: boolean;
}

/**
 * Finds the line on which a value of a declaration is written. It follows constants, spreads and relative
 * imports as the text tells, and runs nothing: what a loop, a condition or a function makes is answered with
 * the property that it belongs to.
 *
 * Files are read when the first question about them is asked, and kept.
 */
export class SourceLocator {
  readonly #sources: Sources;

  /** @param readFile gives the text of a file, or undefined when there is none */
  constructor(readFile: (file: string) => string | undefined) {
    this.#sources = new Sources(readFile);
  }

  /**
   * Where the value of a property is written: its literal, be it a constant in another file.
   *
   * @param call the position that V8 reports for the call that declares
   * @param path keys inside its object argument; numbers are indices of lists
   * @param value what the property holds at run time, if known: guards against a literal that is not its source
   */
  locate(call: SourcePosition, path: readonly (string | number)[], value?: unknown): Located {
    const { reader, found } = this.#walk(call, path);
    const last = found?.entries.at(-1);
    if (found === undefined || last === undefined)
      return { ...call, exact: found !== undefined && path.length === 0 };
    const literal =
      found.complete && last.value && literalOf(reader, { file: last.file, node: last.value }, value);
    if (literal && (found.certain || (value !== undefined && literal.same))) {
      return { ...literal.file.position(literal.at), exact: literal.same };
    }
    return { ...keyOf(found, call), exact: false };
  }

  /**
   * Where the property itself is written, as a key: the line to delete when the property is to go.
   * The nearest property around it, when the text does not show it.
   */
  locateKey(call: SourcePosition, path: readonly (string | number)[]): Located {
    const { found } = this.#walk(call, path);
    if (found === undefined) return { ...call, exact: false };
    return { ...keyOf(found, call), exact: found.complete && found.certain };
  }

  #walk(
    call: SourcePosition,
    path: readonly (string | number)[],
  ): { reader: Reader; found: Found | undefined } {
    const reader = new Reader(this.#sources);
    const start = this.#call(call);
    return { reader, found: start && walk(reader, start, path) };
  }

  #call({ file: path, line, column }: SourcePosition): Place | undefined {
    const file = this.#sources.tryFile(path);
    if (file === undefined) return undefined;
    const around = { start: file.offset(line, 1), end: file.offset(line + 1, 1) };
    const node = callAt(file.calls, file.offset(line, column), around);
    return node && { file, node };
  }
}

/** The properties met on the way. */
interface Found {
  readonly entries: readonly Entry[];
  readonly complete: boolean;
  readonly certain: boolean;
}

function walk(reader: Reader, start: Place, path: readonly (string | number)[]): Found {
  const entries: Entry[] = [];
  let place: Place | undefined = start;
  for (const key of path) {
    const entry: Entry | string = place === undefined ? 'opaque' : reader.entry(place, key);
    if (typeof entry === 'string') break;
    entries.push(entry);
    place = entry.value && { file: entry.file, node: entry.value };
  }
  return {
    entries,
    complete: entries.length === path.length,
    certain: entries.every(({ certain }) => certain),
  };
}

/** The deepest key of which the text leaves no doubt. */
function keyOf({ entries }: Found, call: SourcePosition): SourcePosition {
  const doubtful = entries.findIndex(({ certain }) => !certain);
  const last = (doubtful < 0 ? entries : entries.slice(0, doubtful)).at(-1);
  return last === undefined ? call : last.file.position(last.key);
}

/** The literal that gives the value, and whether it is the value at run time as far as that is known. */
function literalOf(
  reader: Reader,
  place: Place,
  value: unknown,
): { file: ParsedFile; at: number; same: boolean } | undefined {
  const target = reader.resolve(place);
  if (target === undefined) return undefined;
  const { file, node } = target;
  const at = spanOf(node).start;
  if (node.type === 'ObjectExpression' || node.type === 'ArrayExpression') {
    const isList = node.type === 'ArrayExpression';
    return { file, at, same: value === undefined || (isObject(value) && Array.isArray(value) === isList) };
  }
  const constant = reader.constant(target);
  return constant === undefined ? undefined : { file, at, same: value === undefined || value === constant };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
