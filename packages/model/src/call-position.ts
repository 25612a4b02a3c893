import type { SourcePosition } from './provenance/locate';

const FRAME = /\(?(?:file:\/\/)?([^()\s][^()]*):(\d+):(\d+)\)?$/;

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
  const match = FRAME.exec(stack.trimEnd().split('\n').at(-1) ?? '');
  return { file: match?.[1] ?? '<unknown>', line: Number(match?.[2] ?? 1), column: Number(match?.[3] ?? 1) };
}
