import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManagedProcess, type Workspace } from '@plinth/testing';
import { root } from '../../company/read-releases';
import { knownHost } from './known-host';
import type { PodAddresses } from './pod-addresses';
import { servedPorts } from './rendered-service';
import type { TlsFolder } from './tls-folder';

export const EXAMPLES = join(root, 'docs/examples/mutual-tls');

export interface ExampleOptions {
  readonly workspace: Workspace;
  readonly addresses: PodAddresses;
}

/** The server of the documentation as the program of a service, with the variables that are rendered. */
export class ExampleServer {
  private constructor(
    readonly process: ManagedProcess,
    private readonly logFile: string,
    private readonly begin: number,
  ) {}

  /** Waits until it listens. */
  static async start(
    tls: TlsFolder,
    { workspace, addresses }: ExampleOptions,
    [command = process.execPath, ...args]: readonly string[] = [
      process.execPath,
      join(EXAMPLES, 'node/server.js'),
    ],
  ): Promise<ExampleServer> {
    const { name } = tls.service;
    const [[, port] = []] = servedPorts(tls.service);
    if (port === undefined) throw new Error(`${name} serves nothing`);
    const host = addresses.of(name);
    const log = workspace.log(name);
    // One of the same name may have been here before.
    const begin = existsSync(log) ? readFileSync(log, 'utf8').length : 0;
    const started = ManagedProcess.start({
      name,
      engine: 'example of mutual TLS',
      command,
      args,
      log,
      environment: { ...tls.variables, HOST: host, PORT: `${port}` },
    });
    const server = new ExampleServer(started, log, begin);
    try {
      await started.ready(async () => server.#log.includes('serves\n'));
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Who was refused, and why, in its words. */
  get refused(): string[] {
    return this.#log.split('\n').flatMap((line) => /^refused: (.*)$/.exec(line)?.[1] ?? []);
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  get #log(): string {
    return readFileSync(this.logFile, 'utf8').slice(this.begin);
  }
}

/** What the client of the documentation gets from somebody at `ledger.exchange.svc:8443`, whoever that is. */
export async function runClient(
  tls: TlsFolder,
  address: string,
  options: ExampleOptions,
  [command = process.execPath, ...args]: readonly string[] = [
    process.execPath,
    join(EXAMPLES, 'node/client.js'),
  ],
): Promise<string> {
  return new Promise((resolve) => {
    const env = {
      ...tls.variables,
      PATH: process.env.PATH,
      LEDGER_HTTPS_ADDRESS: address,
      ...knownHost(address, options),
    };
    execFile(command, args, { env, timeout: 30_000 }, (_, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}
