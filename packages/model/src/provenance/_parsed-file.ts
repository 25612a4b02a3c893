import type { Module } from '@swc/core';
import { collectNames, type Name } from './_names';
import type { Origin, Scope } from './_pattern';
import type { Call } from './_syntax';

/** One parsed file: its tree, its calls, its names, and the way between offsets and positions. */
export class ParsedFile {
  readonly calls: readonly Call[];
  readonly #names: ReadonlyMap<string, readonly Name[]>;
  readonly #bytes: Buffer;
  readonly #lineStarts: readonly number[];
  readonly #base: number;

  private constructor(
    readonly path: string,
    text: string,
    readonly program: Module,
  ) {
    // Spans count UTF-8 bytes from wherever the parser's earlier files ended: the anchor tells where ours begins.
    this.#base = program.span.start + ANCHOR.length;
    this.#bytes = Buffer.from(text);
    this.#lineStarts = lineStarts(this.#bytes);
    const calls: Call[] = [];
    this.#names = collectNames(program, (call) => calls.push(call));
    this.calls = calls;
  }

  /** Undefined when the text is not TypeScript. */
  static tryParse(path: string, text: string): ParsedFile | undefined {
    const plain = text.replace(/^\uFEFF/, '');
    // Loading the parser takes longer than everything else here: only those who ask for a line pay.
    const { parseSync } = require('@swc/core') as typeof import('@swc/core');
    let program: Module;
    try {
      program = parseSync(ANCHOR + plain.replace(/^#!/, '//'), {
        syntax: 'typescript',
        tsx: /\.[jt]sx$/.test(path),
        decorators: true,
        target: 'es2022',
      });
    } catch {
      return undefined;
    }
    return new ParsedFile(path, plain, program);
  }

  /** Line and column as an editor counts them: from 1, the column in UTF-16 code units. */
  position(span: number): { file: string; line: number; column: number } {
    const offset = span - this.#base;
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = this.#bytes.toString('utf8', this.#lineStarts[low], offset).length + 1;
    return { file: this.path, line: low + 1, column };
  }

  /** The place in the tree of a line and a column: the way back from `position`. */
  offset(line: number, column: number): number {
    const start = this.#lineStarts[line - 1] ?? this.#bytes.length;
    const end = this.#lineStarts[line] ?? this.#bytes.length;
    const before = this.#bytes.toString('utf8', start, end).slice(0, Math.max(0, column - 1));
    return this.#base + start + Buffer.byteLength(before);
  }

  /** Where the name used at this place comes from: the innermost declaration around it. */
  origin(name: string, at: number): Origin | undefined {
    let best: Name | undefined;
    for (const candidate of this.#names.get(name) ?? []) {
      const visible = candidate.scope.start <= at && at <= candidate.scope.end;
      if (visible && (best === undefined || width(candidate.scope) <= width(best.scope))) best = candidate;
    }
    return best?.origin;
  }
}

/** An empty statement at offset zero: the program's span begins with it, whatever comments the file begins with. */
const ANCHOR = ';';

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}

function width(span: Scope): number {
  return span.end - span.start;
}
