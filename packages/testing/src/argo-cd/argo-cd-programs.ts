import { mkdirSync, symlinkSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { delimiter } from 'node:path';
import { freePorts } from '../cluster/free-ports';
import type { KubernetesObject } from '../cluster/kubernetes-object';
import type { LocalCluster } from '../cluster/local-cluster';
import { ManagedProcess } from '../cluster/managed-process';
import type { EngineName } from '../engines';
import { programVariables } from './program-variables';

export interface ArgoCdProgramsOptions {
  readonly cluster: LocalCluster;
  readonly engines: { path(name: EngineName): string };
  readonly configuration: readonly KubernetesObject[];
  /** Of Redis. */
  readonly password: string;
  /** What stands between the repository server and every other host. */
  readonly proxy: string;
}

type Ports = Readonly<Record<'redis' | 'repository' | 'repositoryMetrics' | 'controllerMetrics', number>>;

/** Redis, the repository server and the application controller as processes on loopback. */
export class ArgoCdPrograms {
  private readonly processes: ManagedProcess[] = [];

  private constructor(
    private readonly options: ArgoCdProgramsOptions,
    private readonly ports: Ports,
  ) {}

  static async start(options: ArgoCdProgramsOptions): Promise<ArgoCdPrograms> {
    const [redis = 0, repository = 0, repositoryMetrics = 0, controllerMetrics = 0] = await freePorts(4);
    const programs = new ArgoCdPrograms(options, { redis, repository, repositoryMetrics, controllerMetrics });
    try {
      await programs.startAll();
    } catch (error) {
      await programs.stop();
      throw error;
    }
    return programs;
  }

  /** Programs that ended by themselves. */
  get deaths(): readonly string[] {
    return this.processes.flatMap(({ diedEarly }) => diedEarly ?? []);
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }

  private async startAll(): Promise<void> {
    await this.writeFiles();
    const { redis, repositoryMetrics, controllerMetrics } = this.ports;
    await this.startRedis().ready(() => accepts(redis));
    const server = this.startRepositoryServer();
    const controller = this.startController();
    await Promise.all([
      server.ready(() => isHealthy(repositoryMetrics, '/healthz?full=true')),
      controller.ready(() => isHealthy(controllerMetrics, '/healthz')),
    ]);
  }

  private startRedis(): ManagedProcess {
    const settings = [
      'bind 127.0.0.1',
      `port ${this.ports.redis}`,
      `requirepass ${this.options.password}`,
      // Nothing outlives it.
      'save ""',
      'appendonly no',
      `dir ${this.file()}`,
    ];
    return this.run('redis-server', {
      engine: 'redis-server',
      args: [this.write('redis.conf', `${settings.join('\n')}\n`)],
      environment: {},
    });
  }

  private startRepositoryServer(): ManagedProcess {
    const { proxy } = this.options;
    return this.run('argocd-repo-server', {
      engine: 'argocd',
      args: [
        `--port=${this.ports.repository}`,
        '--address=127.0.0.1',
        `--metrics-port=${this.ports.repositoryMetrics}`,
        '--metrics-address=127.0.0.1',
      ],
      environment: {
        ...this.sharedVariables('reposerver'),
        ARGOCD_TLS_DATA_PATH: this.file('tls'),
        ARGOCD_SSH_DATA_PATH: this.file('ssh'),
        ARGOCD_ASK_PASS_SOCK: this.file('ask-pass.sock'),
        // No project asks for signatures yet, and GnuPG keeps agents running.
        ARGOCD_GPG_ENABLED: 'false',
        PATH: [this.file('bin'), process.env.PATH ?? ''].join(delimiter),
        HTTPS_PROXY: proxy,
        https_proxy: proxy,
        SSL_CERT_FILE: this.file('authority.crt'),
        GIT_SSL_CAINFO: this.file('authority.crt'),
      },
    });
  }

  private startController(): ManagedProcess {
    const { cluster } = this.options;
    return this.run('argocd-application-controller', {
      engine: 'argocd',
      args: [
        `--repo-server=localhost:${this.ports.repository}`,
        `--metrics-port=${this.ports.controllerMetrics}`,
        '--namespace=argocd',
      ],
      environment: {
        ...this.sharedVariables('controller'),
        // A cluster on loopback answers sooner, and shares its API server with nobody.
        ARGOCD_SYNC_WAVE_DELAY: '1',
        ARGOCD_K8S_CLIENT_QPS: '200',
        ARGOCD_K8S_CLIENT_BURST: '400',
        // The address of the own cluster leads to the local one.
        ARGOCD_FAKE_IN_CLUSTER: 'true',
        KUBECONFIG: cluster.controlPlane.kubeconfig('argocd'),
      },
    });
  }

  private sharedVariables(program: 'controller' | 'reposerver'): Readonly<Record<string, string>> {
    return {
      ...programVariables(program, this.options.configuration),
      HOME: this.file(),
      TMPDIR: this.file('tmp'),
      ARGOCD_APP_CONF_PATH: this.file('config'),
      REDIS_SERVER: `127.0.0.1:${this.ports.redis}`,
      REDIS_PASSWORD: this.options.password,
    };
  }

  private run(name: string, { engine, args, environment }: Program): ManagedProcess {
    const { cluster, engines } = this.options;
    const process = ManagedProcess.start({
      name,
      engine,
      command: engines.path(engine),
      argv0: name,
      args,
      log: cluster.workspace.log(name),
      environment,
      cwd: this.file(),
    });
    this.processes.push(process);
    return process;
  }

  /** What the installation mounts: the certificate of the repository server, ConfigMaps as files, programs on the PATH. */
  private async writeFiles(): Promise<void> {
    const { cluster, engines } = this.options;
    for (const folder of ['bin', 'tmp', 'tls', 'ssh', 'config/reposerver/tls', 'config/controller/tls']) {
      mkdirSync(this.file(folder), { recursive: true });
    }
    for (const name of ['git', 'helm'] as const) symlinkSync(engines.path(name), this.file('bin', name));
    const { authority } = cluster.controlPlane;
    const { certificate, key } = await authority.issueServer('argocd-repo-server');
    this.write('authority.crt', authority.certificate);
    this.write('config/reposerver/tls/tls.crt', certificate);
    this.write('config/reposerver/tls/tls.key', key);
    this.write('config/controller/tls/tls.crt', certificate);
    this.write('config/controller/tls/ca.crt', authority.certificate);
    this.mount('argocd-tls-certs-cm', 'tls');
    this.mount('argocd-ssh-known-hosts-cm', 'ssh');
  }

  private mount(configMap: string, folder: string): void {
    const found = this.options.configuration.find(({ metadata }) => metadata.name === configMap);
    for (const [name, text] of Object.entries((found?.data ?? {}) as Record<string, string>)) {
      this.write(`${folder}/${name}`, text);
    }
  }

  private write(name: string, text: string): string {
    return this.options.cluster.workspace.write(`argocd/${name}`, text);
  }

  private file(...parts: readonly string[]): string {
    return this.options.cluster.workspace.file('argocd', ...parts);
  }
}

interface Program {
  readonly engine: 'redis-server' | 'argocd';
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function isHealthy(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).once('error', () => resolve(false));
  });
}
