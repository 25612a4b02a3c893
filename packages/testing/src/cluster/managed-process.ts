import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { measured } from '../measurements';
import { guardian } from './guardian';

export interface ManagedProcessOptions {
  /** How messages call it. */
  readonly name: string;
  /** Which engine it is a process of, when it is called otherwise. @default - its name */
  readonly engine?: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where its output goes, both streams. */
  readonly log: string;
  /** Under which name it is started; some programs behave by it. */
  readonly argv0?: string;
  /** On top of the variables that every program needs. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whose process it is, for programs that refuse to be root's. @default - that of this process */
  readonly user?: ProcessUser;
}

export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
}

/** What a program may know of the machine. Everything else would make a test depend on who runs it. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH'];

/** How long a program may take to end by itself, in milliseconds. */
const GRACE = 5_000;

/** A program in the background, with its log, that never outlives this process. */
export class ManagedProcess {
  readonly name: string;
  private readonly engine: string;
  private readonly child: ChildProcess;
  private readonly log: string;
  private ended: string | undefined;
  private readonly end: Promise<void>;
  private stopping = false;
  private readonly began = Date.now();

  private constructor(options: ManagedProcessOptions) {
    this.name = options.name;
    this.engine = options.engine ?? options.name;
    this.log = options.log;
    const output = openSync(options.log, 'a', 0o600);
    this.child = spawn(options.command, options.args, {
      cwd: options.cwd,
      ...options.user,
      // A group of its own: Ctrl-C in the terminal reaches the harness, which stops things in order.
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...inherited(), ...options.environment },
      ...(options.argv0 === undefined ? {} : { argv0: options.argv0 }),
    });
    closeSync(output);
    this.end = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.ended = error.message;
        resolve();
      });
      this.child.once('exit', (code, signal) => {
        this.ended ??= signal === null ? `exit code ${code}` : `signal ${signal}`;
        this.endGroup();
        resolve();
      });
    });
    if (this.group !== undefined) guardian.watch({ group: this.group });
  }

  static start(options: ManagedProcessOptions): ManagedProcess {
    return new ManagedProcess(options);
  }

  /**
   * Waits until `check` answers true.
   * @throws Error when the program ends, or `seconds` pass: with the last lines of its log.
   */
  async ready(check: () => Promise<boolean>, seconds = 60): Promise<void> {
    await this.awaited(check, seconds);
    measured('start', { name: this.engine, seconds: (Date.now() - this.began) / 1000 });
  }

  private async awaited(check: () => Promise<boolean>, seconds: number): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (Date.now() < deadline) {
      if (this.ended !== undefined) throw this.failure(`ended before it was ready (${this.ended})`);
      if (await check().catch(() => false)) return;
      await pause(25);
    }
    throw this.failure(`was not ready after ${seconds} s`);
  }

  get isRunning(): boolean {
    return this.ended === undefined;
  }

  /** Sends a signal: `SIGSTOP` is a machine that hangs, `SIGKILL` one that is gone. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal);
  }

  /** Asks it to end, then ends it. */
  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.stopping = true;
    this.child.kill('SIGCONT');
    this.child.kill('SIGTERM');
    const kill = setTimeout(() => this.child.kill('SIGKILL'), GRACE);
    await this.end;
    clearTimeout(kill);
  }

  /** Whether it ended without having been asked to: then nothing that was observed counts. */
  get diedEarly(): string | undefined {
    return this.ended !== undefined && !this.stopping ? `${this.name}: ${this.ended}` : undefined;
  }

  /** It leads a group of its own: what it starts ends with it. Undefined when it could not be started. */
  private get group(): number | undefined {
    return this.child.pid;
  }

  /** What the program started and left behind. */
  private endGroup(): void {
    if (this.group === undefined) return;
    try {
      process.kill(-this.group, 'SIGKILL');
    } catch {
      // Nothing was left behind.
    }
    guardian.release({ group: this.group });
  }

  private failure(what: string): Error {
    const lines = readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-15);
    return new Error([`${this.name} ${what}; log ${this.log} ends with:`, ...lines].join('\n  '));
  }
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
