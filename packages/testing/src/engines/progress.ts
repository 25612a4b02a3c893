/** Where progress is shown: `process.stderr` has this shape. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR_LINE = '\r\u001b[2K';

/**
 * What is being done, and for how long. On a terminal, one live line below the finished ones; in a pipe, a line
 * when a task begins and one when it ends.
 */
export class Progress {
  readonly #output: ProgressOutput;
  readonly #running = new Map<string, { readonly doing: string; readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  /** Begins a task, `building`; the answer ends it with what came of it, `done`. */
  start(name: string, doing: string): (outcome: string) => void {
    const since = performance.now();
    this.#running.set(name, { doing, since });
    if (this.#output.isTTY === true) this.#live();
    else this.#output.write(`${name}: ${doing}\n`);
    return (outcome) => {
      this.#running.delete(name);
      this.note(`${name}: ${outcome} in ${seconds(since)} s`);
    };
  }

  /** A line that stays. */
  note(text: string): void {
    const live = this.#output.isTTY === true;
    this.#output.write(`${live ? CLEAR_LINE : ''}${text}\n`);
    if (live) this.#live();
  }

  #live(): void {
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    // The line must not keep the process alive when everything else has ended.
    this.#timer ??= setInterval(() => this.#live(), 1000).unref();
    const parts = [...this.#running].map(
      ([name, { doing, since }]) => `${name}: ${doing} ${seconds(since)} s`,
    );
    this.#output.write(CLEAR_LINE + parts.join(' · ').slice(0, (this.#output.columns ?? 80) - 1));
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}
