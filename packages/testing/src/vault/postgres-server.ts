import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CertificateAuthority } from '../cluster/certificate-authority';
import { freePorts } from '../cluster/free-ports';
import { guardian } from '../cluster/guardian';
import { ManagedProcess, type ProcessUser } from '../cluster/managed-process';
import type { Workspace } from '../cluster/workspace';
import { readableByAnybody, tryOtherUser } from './other-user';

export interface PostgresServerOptions {
  /** Paths of the engines, as `prepareEngines` gives them. */
  readonly engines: { path(name: 'postgres'): string };
  /** Where its log lies. */
  readonly workspace: Workspace;
  /** How its log is called. @default 'postgres' */
  readonly name?: string;
  /** Who signs the server. @default - an authority of its own */
  readonly authority?: CertificateAuthority;
}

/** Who logs in, and where. */
export interface PostgresLogin {
  readonly user: string;
  readonly password: string;
  /** @default 'postgres' */
  readonly database?: string;
}

export type PostgresRow = Readonly<Record<string, unknown>>;

const ADMIN = 'postgres';

/**
 * A real PostgreSQL on loopback, over TLS, with passwords alone, as the cloud's databases are reached.
 * It refuses to be root's: then it is nobody's, in a folder of its own.
 */
export class PostgresServer {
  readonly host = '127.0.0.1';
  /** The login that may do everything. */
  readonly admin: Required<PostgresLogin>;

  private constructor(
    readonly port: number,
    /** Who signs it: for others that talk to it. */
    readonly authority: CertificateAuthority,
    /** The path of the authority's certificate. */
    readonly authorityFile: string,
    private readonly folder: string,
    private readonly process: ManagedProcess,
    password: string,
  ) {
    this.admin = { user: ADMIN, password, database: 'postgres' };
  }

  static async start(options: PostgresServerOptions): Promise<PostgresServer> {
    const { engines, workspace, name = 'postgres' } = options;
    const authority = options.authority ?? (await CertificateAuthority.create(`authority of ${name}`));
    const [port = 0] = await freePorts(1);
    // Not in the workspace, which only its owner may enter.
    const folder = mkdtempSync(join(tmpdir(), 'plinth-postgres-'));
    guardian.watch({ folder });
    let process: ManagedProcess | undefined;
    try {
      const user = tryOtherUser();
      const files = await prepare(folder, { authority, user });
      const password = randomBytes(16).toString('hex');
      const programs = readableByAnybody(dirname(dirname(engines.path('postgres'))), folder);
      await initialize(join(programs, 'bin', 'initdb'), { files, password, user });
      process = ManagedProcess.start({
        name,
        engine: 'postgres',
        command: join(programs, 'bin', 'postgres'),
        args: ['-D', files.data, ...settings({ port, ...files })],
        log: workspace.log(name),
        cwd: files.data,
        ...(user === undefined ? {} : { user }),
      });
      const server = new PostgresServer(port, authority, files.authority, folder, process, password);
      await process.ready(async () => (await server.sql(server.admin, 'select 1')).length === 1);
      return server;
    } catch (error) {
      await process?.stop();
      remove(folder);
      throw error;
    }
  }

  /** `127.0.0.1:5432` */
  get address(): string {
    return `${this.host}:${this.port}`;
  }

  get isRunning(): boolean {
    return this.process.isRunning;
  }

  /**
   * Runs statements under a login, over a connection of their own, and returns the rows of the last one.
   * @throws Error as PostgreSQL says it: `code` is `28P01` for a login that it refuses
   */
  async sql(
    login: PostgresLogin,
    statement: string,
    values: readonly unknown[] = [],
  ): Promise<PostgresRow[]> {
    // Loaded when it is needed: most tests that use this package ask no database.
    const { Client } = await import('pg');
    const client = new Client({
      host: this.host,
      port: this.port,
      database: 'postgres',
      ...login,
      ssl: { ca: this.authority.certificate },
    });
    // The server may end while we are connected: that is the query's failure, not the process's.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const result = await client.query(statement, values.length === 0 ? undefined : [...values]);
      return [result].flat().at(-1)?.rows ?? [];
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    // Its `fast` shutdown: the polite one waits until everybody has left.
    this.process.signal('SIGINT');
    await this.process.stop();
    remove(this.folder);
  }
}

interface Files {
  readonly data: string;
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  readonly password: string;
}

/** Everything that the server reads, its own. */
async function prepare(
  folder: string,
  { authority, user }: { readonly authority: CertificateAuthority; readonly user: ProcessUser | undefined },
): Promise<Files> {
  chmodSync(folder, 0o755);
  const server = await authority.issueServer('postgres');
  const own = (path: string) => {
    if (user !== undefined) chownSync(path, user.uid, user.gid);
    return path;
  };
  const write = (name: string, text: string, mode = 0o600) => {
    writeFileSync(join(folder, name), text, { mode });
    return own(join(folder, name));
  };
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  return {
    data: own(join(folder, 'data')),
    certificate: write('server.crt', server.certificate),
    key: write('server.key', server.key),
    authority: write('ca.crt', authority.certificate, 0o644),
    password: write('password', ''),
  };
}

async function initialize(
  initdb: string,
  {
    files,
    password,
    user,
  }: { readonly files: Files; readonly password: string; readonly user: ProcessUser | undefined },
): Promise<void> {
  writeFileSync(files.password, password);
  const args = [
    `--pgdata=${files.data}`,
    `--username=${ADMIN}`,
    `--pwfile=${files.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await promisify(execFile)(initdb, args, {
    ...user,
    cwd: files.data,
    env: { PATH: process.env.PATH ?? '' },
  });
  rmSync(files.password);
  writeFileSync(join(files.data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
}

function settings({ port, certificate, key }: Files & { readonly port: number }): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    port: `${port}`,
    // Nobody but TLS.
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: certificate,
    ssl_key_file: key,
    // It is thrown away: what a lost machine would take does not matter.
    fsync: 'off',
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function remove(folder: string): void {
  guardian.release({ folder });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
