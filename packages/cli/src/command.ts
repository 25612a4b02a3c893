import type { Terminal } from './terminal';

/** What a command is given besides its own arguments. */
export interface CommandContext {
  readonly cwd: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Today, as `2026-11-22`: read once, at the edge. */
  readonly today: string;
}

/** 0 fine, 1 findings, 2 wrong use or wrong input, 3 our bug. */
export type ExitCode = 0 | 1 | 2 | 3;
