import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '@plinth/testing';
import { EXAMPLES } from './example-program';
import { knownHost } from './known-host';
import type { RunningCompany } from './running-company';

export interface TrafficReport {
  readonly answered: number;
  /** How many of them over a connection of their own. */
  readonly connections: number;
  readonly failures: readonly string[];
}

/** A process that calls another one without a pause, as the program of a service with its rendered variables. */
export class Traffic {
  private constructor(private readonly child: ChildProcess) {}

  /** `address` is what the program finds in its variables. */
  static start(running: RunningCompany, caller: string, variable: string): Traffic {
    const { variables } = running.folder(caller);
    const value = variables[variable];
    if (value === undefined) throw new Error(`${caller} finds no ${variable}`);
    const address = value.replace(/^127\.0\.0\.1(?=:)/, running.addresses.of(caller));
    const child = fork(join(__dirname, 'traffic.fixture.js'), [EXAMPLES, address], {
      execArgv: [],
      env: { ...variables, PATH: process.env.PATH, ...knownHost(address, running) },
    });
    const traffic = new Traffic(child);
    running.also(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    });
    return traffic;
  }

  async report(): Promise<TrafficReport> {
    this.child.send('report');
    const [report] = await once(this.child, 'message');
    return report as TrafficReport;
  }

  /** Waits for so many answers more: by then everybody has read what was written before. */
  async goesOn(answers = 300): Promise<void> {
    const { answered } = await this.report();
    await until('traffic goes on', async () => (await this.report()).answered >= answered + answers);
  }

  async end(): Promise<TrafficReport> {
    this.child.send('end');
    const [report] = await once(this.child, 'message');
    await once(this.child, 'close');
    return report as TrafficReport;
  }
}
