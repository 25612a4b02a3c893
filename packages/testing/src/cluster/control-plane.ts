import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { ApiClient } from './api-client';
import { type AuditEvent, type AuditRules, auditPolicy, readAuditTrail } from './audit-trail';
import { CertificateAuthority } from './certificate-authority';
import { freePorts } from './free-ports';
import { type Identity, kubeconfig, newTokens, type Tokens, tokenFile } from './identities';
import { ManagedProcess } from './managed-process';
import type { Workspace } from './workspace';

/** The programs of a control plane. */
export type ControlPlaneBinary = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

export interface ControlPlaneOptions {
  /** Paths of the programs. */
  readonly binary: (name: ControlPlaneBinary) => string;
  /** More flags for a program, without the dashes: how long windows become short ones. */
  readonly flags?: Readonly<Partial<Record<ControlPlaneBinary, Readonly<Record<string, string>>>>>;
  /** Where Services get their addresses. @default '10.50.0.0/20' */
  readonly serviceRange?: string;
  /** Requests that are recorded. @default none */
  readonly audit?: AuditRules;
}

/** etcd, API server, controller manager and scheduler as processes on loopback. */
export class ControlPlane {
  private readonly processes: ManagedProcess[] = [];
  private readonly kubeconfigs = new Map<Identity, string>();

  private constructor(
    private readonly workspace: Workspace,
    private readonly options: ControlPlaneOptions,
    private readonly ports: Readonly<Record<'client' | 'peer' | 'api' | 'controllers' | 'scheduler', number>>,
    private readonly tokens: Tokens,
    readonly authority: CertificateAuthority,
  ) {}

  static async start(workspace: Workspace, options: ControlPlaneOptions): Promise<ControlPlane> {
    const [client = 0, peer = 0, api = 0, controllers = 0, scheduler = 0] = await freePorts(5);
    const ports = { client, peer, api, controllers, scheduler };
    const authority = await CertificateAuthority.create('plinth-local-cluster');
    const plane = new ControlPlane(workspace, options, ports, newTokens(), authority);
    try {
      await plane.startAll();
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return plane;
  }

  get server(): string {
    return `https://127.0.0.1:${this.ports.api}`;
  }

  /** The API under an identity of its own. */
  client(identity: Identity): ApiClient {
    const { server, authority, tokens } = this;
    return new ApiClient({ server, authority: authority.certificate, token: tokens[identity] });
  }

  token(identity: Identity): string {
    return this.tokens[identity];
  }

  /** The file that programs connect by, written once: others may be reading it. */
  kubeconfig(identity: Identity): string {
    const written = this.kubeconfigs.get(identity);
    if (written !== undefined) return written;
    const text = kubeconfig(this.server, this.authority.certificate, identity, this.tokens);
    const path = this.workspace.write(`kubeconfig-${identity}`, text);
    this.kubeconfigs.set(identity, path);
    return path;
  }

  /** A program of it, to be stopped and continued by a test of faults. */
  process(name: ControlPlaneBinary): ManagedProcess {
    const found = this.processes.find((process) => process.name === name);
    if (found === undefined) throw new Error(`${name} was not started`);
    return found;
  }

  /** The requests that `audit` asked to record, oldest first. */
  get auditTrail(): AuditEvent[] {
    return readAuditTrail(this.workspace.log('audit'));
  }

  /** Ends everything, the API server before what it stores in. */
  async stop(): Promise<void> {
    const [etcd, ...others] = this.processes;
    await Promise.all(others.map((process) => process.stop()));
    await etcd?.stop();
  }

  /** Programs that ended by themselves. */
  get deaths(): string[] {
    return this.processes.flatMap(({ diedEarly }) => diedEarly ?? []);
  }

  private async startAll(): Promise<void> {
    const files = await this.writeFiles();
    const etcd = this.startEtcd();
    // It waits for etcd by itself.
    const api = this.startApiServer(files);
    await Promise.all([
      etcd.ready(() => answers(`http://127.0.0.1:${this.ports.client}/health`)),
      this.isHealthy(api, this.ports.api, '/readyz'),
    ]);
    const controllers = this.startControllers(files);
    const scheduler = this.startScheduler(files);
    await Promise.all([
      this.isHealthy(controllers, this.ports.controllers, '/healthz'),
      this.isHealthy(scheduler, this.ports.scheduler, '/healthz'),
    ]);
  }

  private startEtcd(): ManagedProcess {
    const { client, peer } = this.ports;
    const peerUrl = `http://127.0.0.1:${peer}`;
    return this.run('etcd', {
      'data-dir': this.workspace.file('etcd'),
      'listen-client-urls': `http://127.0.0.1:${client}`,
      'advertise-client-urls': `http://127.0.0.1:${client}`,
      'listen-peer-urls': peerUrl,
      'initial-advertise-peer-urls': peerUrl,
      'initial-cluster': `default=${peerUrl}`,
      // Nothing outlives the cluster.
      'unsafe-no-fsync': 'true',
      'log-level': 'warn',
    });
  }

  private startApiServer(files: Files): ManagedProcess {
    return this.run('kube-apiserver', {
      'etcd-servers': `http://127.0.0.1:${this.ports.client}`,
      'bind-address': '127.0.0.1',
      'secure-port': `${this.ports.api}`,
      'tls-cert-file': files.certificate,
      'tls-private-key-file': files.key,
      'token-auth-file': files.tokens,
      'service-account-key-file': files.accountKey,
      'service-account-signing-key-file': files.accountKey,
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-cluster-ip-range': this.options.serviceRange ?? '10.50.0.0/20',
      'authorization-mode': 'RBAC',
      // The address that the service `kubernetes` gets; nothing here connects by it.
      'endpoint-reconciler-type': 'none',
      ...(files.auditPolicy === undefined
        ? {}
        : { 'audit-policy-file': files.auditPolicy, 'audit-log-path': this.workspace.log('audit') }),
    });
  }

  private startControllers(files: Files): ManagedProcess {
    return this.run('kube-controller-manager', {
      kubeconfig: this.kubeconfig('controller-manager'),
      'use-service-account-credentials': 'true',
      'service-account-private-key-file': files.accountKey,
      'root-ca-file': files.authority,
      'leader-elect': 'false',
      'bind-address': '127.0.0.1',
      'secure-port': `${this.ports.controllers}`,
      'tls-cert-file': files.certificate,
      'tls-private-key-file': files.key,
      controllers: '*,-cloud-node-lifecycle-controller,-service-lb-controller,-node-route-controller',
    });
  }

  private startScheduler(files: Files): ManagedProcess {
    return this.run('kube-scheduler', {
      kubeconfig: this.kubeconfig('scheduler'),
      'leader-elect': 'false',
      'bind-address': '127.0.0.1',
      'secure-port': `${this.ports.scheduler}`,
      'tls-cert-file': files.certificate,
      'tls-private-key-file': files.key,
    });
  }

  private run(name: ControlPlaneBinary, flags: Readonly<Record<string, string>>): ManagedProcess {
    const all = { ...flags, ...this.options.flags?.[name] };
    const process = ManagedProcess.start({
      name,
      command: this.options.binary(name),
      args: Object.entries(all).map(([flag, value]) => `--${flag}=${value}`),
      log: this.workspace.log(name),
      // Memory is plenty, processors are few: a quarter less of their time.
      environment: { GOGC: '400' },
    });
    this.processes.push(process);
    return process;
  }

  private async isHealthy(process: ManagedProcess, port: number, path: string): Promise<void> {
    const authority = this.authority.certificate;
    const client = new ApiClient({
      server: `https://127.0.0.1:${port}`,
      authority,
      token: this.tokens.admin,
    });
    await process.ready(async () => (await client.request('GET', path)) === 'ok');
    client.close();
  }

  private async writeFiles(): Promise<Files> {
    mkdirSync(this.workspace.file('tls'));
    const server = await this.authority.issueServer('kube-apiserver', ['kubernetes.default.svc']);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const write = (name: string, text: string) => this.workspace.write(name, text);
    const { audit } = this.options;
    return {
      auditPolicy: audit && write('audit-policy.yaml', auditPolicy(audit)),
      authority: write('tls/ca.crt', this.authority.certificate),
      certificate: write('tls/apiserver.pem', server.certificate),
      key: write('tls/apiserver.key', server.key),
      accountKey: write('tls/service-account.key', `${privateKey.export({ type: 'pkcs8', format: 'pem' })}`),
      tokens: write('tokens.csv', tokenFile(this.tokens)),
    };
  }
}

type Files = Readonly<Record<'authority' | 'certificate' | 'key' | 'accountKey' | 'tokens', string>> & {
  readonly auditPolicy: string | undefined;
};

async function answers(url: string): Promise<boolean> {
  return (await fetch(url)).ok;
}
