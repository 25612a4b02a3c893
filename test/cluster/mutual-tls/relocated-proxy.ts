import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { type Engines, LoggedProcess, ManagedProcess, MountedFiles, type Workspace } from '@plinth/testing';
import type { PodAddresses } from './pod-addresses';
import type { RenderedService } from './rendered-service';
import type { TlsFolder } from './tls-folder';

const FOLDER = '/etc/proxy';
const TLS_FOLDER = '/tls';
const HEALTH = 15021;

export interface ProxyOptions {
  readonly engines: Engines;
  readonly workspace: Workspace;
  readonly addresses: PodAddresses;
  readonly tls: TlsFolder;
}

/** The files as they are rendered, for a pod that is an address of loopback and two folders. */
function relocated(
  service: RenderedService,
  { folder, tls, addresses }: { folder: string; tls: string; addresses: PodAddresses },
): Record<string, string> {
  const path = (value: string) =>
    value.replace(new RegExp(`^${FOLDER}(?=/)`), folder).replace(new RegExp(`^${TLS_FOLDER}(?=/|$)`), tls);
  const host = (value: string) =>
    ['0.0.0.0', '127.0.0.1'].includes(value) ? addresses.of(service.name) : addresses.resolve(value);
  const revive = (key: string, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (key === 'path' || key === 'filename') return path(value);
    return key === 'address' ? host(value) : value;
  };
  return Object.fromEntries(
    Object.entries(service.files).map(([name, text]) => [name, JSON.stringify(JSON.parse(text, revive))]),
  );
}

/** The command of the proxy's container, without the program's name. */
function argumentsOf({ name, proxy }: RenderedService, folder: string): string[] {
  if (proxy === undefined) throw new Error(`${name} has no proxy`);
  return proxy.command.slice(1).map((text) => text.replace(FOLDER, folder));
}

/** The real Envoy with what is rendered for a service; only folders and addresses are others. */
export class RelocatedProxy extends LoggedProcess {
  private constructor(
    readonly service: RenderedService,
    readonly address: string,
    readonly folder: string,
    process: ManagedProcess,
    logFile: string,
  ) {
    super(service.name, process, logFile);
  }

  /** Waits until the kubelet would call it ready. */
  static async start(service: RenderedService, options: ProxyOptions): Promise<RelocatedProxy> {
    const { engines, workspace, addresses } = options;
    const { folder, args } = writeProxyFiles(service, options);
    const name = `${service.name}-proxy`;
    const process = ManagedProcess.start({
      name,
      engine: 'envoy',
      command: engines.path('envoy'),
      args,
      log: workspace.log(name),
      cwd: folder,
    });
    const address = addresses.of(service.name);
    const proxy = new RelocatedProxy(service, address, folder, process, workspace.log(name));
    try {
      await process.ready(async () => (await fetch(`http://${address}:${HEALTH}/ready`)).ok);
      return proxy;
    } catch (error) {
      await proxy.stop();
      throw error;
    }
  }

  /** What it holds in memory, in MiB: with its program's pages, which the limit counts too where it read them first. */
  get residentMemory(): number {
    const [, kilobytes = ''] =
      /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }

  get #pid(): string {
    const isOurs = (pid: string) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.folder);
    const found = readdirSync('/proc').find((entry) => {
      try {
        return /^\d+$/.test(entry) && isOurs(entry);
      } catch {
        // It has ended since.
        return false;
      }
    });
    if (found === undefined) throw new Error('the proxy does not run');
    return found;
  }
}

/** The ConfigMap as it is mounted, and what the proxy is started with. */
export function writeProxyFiles(
  service: RenderedService,
  { workspace, addresses, tls }: Pick<ProxyOptions, 'workspace' | 'addresses' | 'tls'>,
  name = `${service.name}-proxy`,
): { readonly folder: string; readonly args: readonly string[] } {
  const folder = workspace.file(name);
  mkdirSync(folder, { recursive: true });
  new MountedFiles(folder).write(relocated(service, { folder, tls: tls.folder, addresses }));
  return { folder, args: argumentsOf(service, folder) };
}
