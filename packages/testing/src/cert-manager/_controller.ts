import { readFileSync } from 'node:fs';
import type { ManagedProcess } from '../cluster/managed-process';

/** A controller of a cluster as a process of its own, which answers at a URL when it works. */
export abstract class Controller {
  #process: ManagedProcess;

  protected constructor(
    private readonly launch: () => ManagedProcess,
    private readonly logFile: string,
    private readonly readyUrl: string,
  ) {
    this.#process = launch();
  }

  /** Everything that it has said. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /** Starts it again after `stop`, on the same addresses. */
  async restart(): Promise<void> {
    await this.stop();
    this.#process = this.launch();
    await this.ready();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }

  protected async ready(): Promise<void> {
    await this.#process.ready(async () => (await fetch(this.readyUrl)).ok);
  }
}
