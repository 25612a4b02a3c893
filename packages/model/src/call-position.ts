import { fileURLToPath } from 'node:url';
import type { SourcePosition } from './provenance/locate';

/** `at webService (/a/b.ts:1:2)`, or without brackets where the caller has no name: `at /a/b.ts:1:2`. */
const FRAME = /^at (?:(?!\/).*? \((.+):(\d+):(\d+)\)|(?:async )?(.+):(\d+):(\d+))$/;

/** Where a declaration was called. Taking it is cheap; reading it happens only for an error or an explanation. */
export class CallPosition {
  readonly #trace: { readonly stack?: string } = {};
  #position: SourcePosition | undefined;

  /** @param callee the function whose caller is wanted */
  // biome-ignore lint/complexity/noBannedTypes: the type of Error.captureStackTrace
  constructor(callee: Function) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(this.#trace, callee);
    Error.stackTraceLimit = limit;
  }

  get position(): SourcePosition {
    this.#position ??= parseFrame(this.#trace.stack ?? '');
    return this.#position;
  }
}

function parseFrame(stack: string): SourcePosition {
  const match = FRAME.exec(stack.trimEnd().split('\n').at(-1)?.trim() ?? '');
  const [file = '<unknown>', line = 1, column = 1] =
    match?.slice(1).filter((part) => part !== undefined) ?? [];
  return {
    file: file.startsWith('file:') ? fileURLToPath(file) : file,
    line: Number(line),
    column: Number(column),
  };
}
