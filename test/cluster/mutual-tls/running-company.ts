import { createServer, type RequestListener } from 'node:http';
import { type Engines, Workspace } from '@plinth/testing';
import { ExampleServer } from './example-program';
import { PodAddresses } from './pod-addresses';
import { RelocatedProxy } from './relocated-proxy';
import { type RenderedService, renderedServices, servedPorts } from './rendered-service';
import { type Issued, ServiceVault } from './service-vault';
import { TlsFolder } from './tls-folder';

/**
 * Services of an environment as processes of this machine: certificates from the environment's Vault, files, variables and
 * proxies as they are rendered, the program of the documentation. Each has an address of loopback in the place of a pod.
 */
export class RunningCompany {
  readonly addresses = new PodAddresses();
  readonly #folders = new Map<string, TlsFolder>();
  readonly #programs = new Map<string, ExampleServer>();
  readonly #proxies = new Map<string, RelocatedProxy>();
  readonly #stops: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly services: Map<string, RenderedService>,
    readonly engines: Engines,
    readonly workspace: Workspace,
    readonly vault: ServiceVault,
  ) {}

  static async start(environment: string, engines: Engines): Promise<RunningCompany> {
    const workspace = new Workspace('mutual-tls');
    const vault = await ServiceVault.start(environment, { engines, workspace });
    return new RunningCompany(new Map(renderedServices(environment)), engines, workspace, vault);
  }

  service(name: string): RenderedService {
    return found(this.services, name);
  }

  folder(name: string): TlsFolder {
    return found(this.#folders, name);
  }

  program(name: string): ExampleServer {
    return found(this.#programs, name);
  }

  proxy(name: string): RelocatedProxy {
    return found(this.#proxies, name);
  }

  /** `ledger.exchange.svc:8443` */
  addressOf(name: string): string {
    const service = this.service(name);
    const [[, port] = []] = servedPorts(service);
    return `${service.certificate.commonName}:${port}`;
  }

  /** Starts services, with what stands beside their programs. */
  async run(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.#certify(this.service(name));
    await Promise.all(names.map((name) => this.#start(this.service(name))));
  }

  /** Starts a service with files of somebody's making; it need not be rendered for this environment. */
  async runOther(service: RenderedService, files: TlsFiles): Promise<void> {
    this.services.set(service.name, service);
    this.#folders.set(service.name, new TlsFolder(service, this.workspace, files));
    await this.#start(service);
  }

  /** What has to end with the others. */
  also(stop: () => Promise<unknown>): void {
    this.#stops.push(stop);
  }

  /** The program behind a proxy: it knows nothing of TLS. */
  async plainProgram(
    name: string,
    listener: RequestListener = (_, response) => response.end('hello\n'),
    port = PLAIN_PORT,
  ): Promise<PlainProgram> {
    const program = { connections: 0 };
    const server = createServer(listener).on('connection', () => {
      program.connections += 1;
    });
    const host = this.addresses.of(name);
    await new Promise<void>((done) => server.listen(port, host, done));
    this.also(async () => server.closeAllConnections());
    const stop = () => new Promise<void>((done) => server.close(() => done()));
    this.also(stop);
    return Object.assign(program, { stop });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.vault.stop();
    this.workspace.remove({ keepLogs: false });
  }

  async #certify(service: RenderedService): Promise<void> {
    const issued = await this.vault.issue(service);
    const tls = new TlsFolder(service, this.workspace, { ...issued, 'ca.crt': this.vault.root });
    this.#folders.set(service.name, tls);
  }

  async #start(service: RenderedService): Promise<void> {
    const { name } = service;
    const { workspace, addresses, engines } = this;
    const tls = this.folder(name);
    if (service.proxy !== undefined) {
      const proxy = await RelocatedProxy.start(service, { engines, workspace, addresses, tls });
      this.also(() => proxy.stop());
      this.#proxies.set(name, proxy);
    } else if (servedPorts(service).length > 0) {
      const program = await ExampleServer.start(tls, { workspace, addresses });
      this.also(() => program.stop());
      this.#programs.set(name, program);
    }
  }
}

/** What the program of a service, or its proxy, finds in its folder. */
export interface TlsFiles extends Issued {
  readonly 'ca.crt': string;
}

/** As klever-node declares it. */
const PLAIN_PORT = 8080;

export interface PlainProgram {
  /** How many it has been shown so far. */
  readonly connections: number;
  /** As at a pod's end: nobody new comes in, and who is there is answered. */
  readonly stop: () => Promise<void>;
}

/** @throws Error when it is not there */
export function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const one = map.get(name);
  if (one === undefined) throw new Error(`${name} is not there`);
  return one;
}
