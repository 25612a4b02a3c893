import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface TlsServerOptions {
  readonly certificate: string;
  readonly key: string;
  /** Whether it goes on with its old files when it is told to read them again. */
  readonly isDeaf?: boolean;
  /** The authorities of its clients, when it wants to know who asks. */
  readonly clients?: string;
}

/** A TLS server in a process of its own. */
export class TlsServer {
  /** How often it was told to read its files again. */
  reloads = 0;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {
    child.on('message', ({ reloads = 0 }: { readonly reloads?: number }) => {
      this.reloads = reloads;
    });
  }

  static async start({ certificate, key, isDeaf = false, clients }: TlsServerOptions): Promise<TlsServer> {
    const args = [
      certificate,
      key,
      isDeaf ? 'deaf' : 'attentive',
      ...(clients === undefined ? [] : [clients]),
    ];
    const child = fork(join(__dirname, 'tls-server.fixture.js'), args, { execArgv: [] });
    const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
    return new TlsServer(child, port);
  }

  /** The hook that makes it read its files again. */
  get hook(): string[] {
    return ['kill', '-HUP', String(this.child.pid)];
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'close');
  }
}
