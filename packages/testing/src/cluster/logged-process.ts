import { readFileSync } from 'node:fs';
import type { ManagedProcess } from './managed-process';
import { until } from './until';

/** A program of which a test reads what it says. */
export abstract class LoggedProcess {
  protected constructor(
    readonly name: string,
    protected readonly process: ManagedProcess,
    private readonly logFile: string,
  ) {}

  /** Everything that it has said. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  get isRunning(): boolean {
    return this.process.isRunning;
  }

  /** Waits until its log says this. */
  async says(text: string | RegExp, seconds = 60): Promise<void> {
    const pattern = typeof text === 'string' ? { test: (log: string) => log.includes(text) } : text;
    await until(`${this.name} says ${text}`, async () => pattern.test(this.log), { seconds });
  }

  /** Waits until it has ended by itself, because it is done or gave up. */
  async ends(seconds = 60): Promise<void> {
    await until(`${this.name} ends`, async () => !this.isRunning, { seconds });
  }

  /** Sends a signal: `SIGSTOP` is a program that hangs. */
  signal(signal: NodeJS.Signals): void {
    this.process.signal(signal);
  }

  async stop(): Promise<void> {
    await this.process.stop();
  }
}
