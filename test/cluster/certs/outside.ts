import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Engines, type VaultClient, VaultServer, Workspace } from '@plinth/testing';
import { CHECKOUT, plinth, type Run } from '../../cli/run-plinth';

const GUIDE = readFileSync(join(CHECKOUT, 'docs/guides/certificates-outside.md'), 'utf8');
const DOMAIN = 'outside.acme.example';

/** Role and rights are the guide's: it is what people follow. */
const [, fields = ''] = /^vault write pki\/roles\/outside (.+)$/m.exec(GUIDE) ?? [];
const ROLE = Object.fromEntries(fields.split(' ').map((field) => field.split('=')));
const [, POLICY = ''] = /^```hcl\n(.*?)^```$/ms.exec(GUIDE) ?? [];

/** An entry of a list, as people write it. */
export type Entry = Readonly<Record<string, unknown>> & { readonly name: string };

/** What a run of `renew` prints about one certificate. */
export interface Renewed {
  readonly name: string;
  readonly action: string;
  readonly version?: number;
  readonly serial?: string;
  readonly problems: readonly { readonly code: string; readonly found: string; readonly fix: string }[];
}

/** A real Vault with a root, an authority under it and a store, and a machine outside the cluster that has the policy of the guide. */
export class Outside {
  private constructor(
    readonly vault: VaultServer,
    readonly workspace: Workspace,
    /** Of the machine: it may do what the guide says. */
    readonly token: string,
    readonly root: X509Certificate,
  ) {}

  static async start(engines: Engines): Promise<Outside> {
    const workspace = new Workspace('outside');
    const vault = await VaultServer.start({ engines, workspace });
    const { root } = vault;
    const authority = await makeAuthority(root);
    await root.succeed('write', 'pki/roles/outside', ROLE);
    await root.succeed('write', 'sys/mounts/kv', { type: 'kv', options: { version: '2' } });
    await root.succeed('write', 'sys/policies/acl/certificates-outside', { policy: POLICY });
    const { auth } = await root.succeed('write', 'auth/token/create', {
      policies: ['certificates-outside'],
      no_default_policy: true,
    });
    workspace.write('authorities.crt', authority.toString());
    return new Outside(vault, workspace, auth?.client_token ?? '', authority);
  }

  async stop(): Promise<void> {
    await this.vault.stop();
    this.workspace.remove({ keepLogs: false });
  }

  get variables(): Readonly<Record<string, string>> {
    return {
      VAULT_ADDR: this.vault.address,
      VAULT_CACERT: this.vault.place.tls.authority,
      VAULT_TOKEN: this.token,
    };
  }

  file(...parts: readonly string[]): string {
    return this.workspace.file(...parts);
  }

  /** An entry that renews a third before its end. */
  entry(name: string, more: Readonly<Record<string, unknown>> = {}): Entry {
    return {
      name,
      owner: 'exchange',
      pki: { mount: 'pki', role: 'outside' },
      dnsNames: [`${name}.${DOMAIN}`],
      life: '2160h',
      renewBefore: '720h',
      key: 'P-256',
      kv: { mount: 'kv', path: `certificates/${name}` },
      ...more,
    };
  }

  /** Another root, which has signed nothing, and a file in which it stands beside the first. */
  async addRoot(file: string): Promise<{ today: string; tomorrow: string; both: string }> {
    const { root } = this.vault;
    await root.succeed('write', 'sys/mounts/pki-root-2', {
      type: 'pki',
      config: { max_lease_ttl: '87600h' },
    });
    const { data } = await root.succeed('write', 'pki-root-2/root/generate/internal', {
      common_name: 'root of tomorrow',
      key_type: 'ec',
    });
    const today = readFileSync(this.file('authorities.crt'), 'utf8');
    const tomorrow = String(data?.certificate);
    const both = `${today.trim()}\n${tomorrow}\n`;
    this.workspace.write(file, both);
    return { today, tomorrow, both };
  }

  /** Where the files of an entry are. */
  filesOf(name: string): { certificate: string; key: string; authorities: string } {
    const folder = `tls/${name}`;
    return {
      certificate: `${folder}/${name}.crt`,
      key: `${folder}/${name}.key`,
      authorities: `${folder}/authorities.crt`,
    };
  }

  /** Writes a list; @returns its path */
  list(entries: readonly Entry[], name = 'certificates.json', authorities = 'authorities.crt'): string {
    for (const { files } of entries as readonly { files?: { certificate: string } }[])
      if (files !== undefined) mkdirSync(dirname(this.file(files.certificate)), { recursive: true });
    return this.workspace.write(name, JSON.stringify({ authorities, certificates: entries }, undefined, 2));
  }

  /** A certificate from Vault's own hands, in files and in the store, as if a run had brought it there. */
  async put(name: string, ttl: string, { isKept = true } = {}): Promise<X509Certificate> {
    const { data = {} } = await this.vault.root.succeed('write', 'pki/issue/outside', {
      common_name: `${name}.${DOMAIN}`,
      ttl,
      private_key_format: 'pkcs8',
    });
    const leaf = new X509Certificate(String(data.certificate));
    const certificate = `${data.certificate}\n${data.issuing_ca}\n`;
    const privateKey = `${data.private_key}\n`;
    const authorities = readFileSync(this.file('authorities.crt'), 'utf8');
    const files = this.filesOf(name);
    mkdirSync(dirname(this.file(files.key)), { recursive: true });
    writeFileSync(this.file(files.certificate), certificate);
    writeFileSync(this.file(files.authorities), authorities);
    writeFileSync(this.file(files.key), privateKey, { mode: 0o600 });
    chmodSync(this.file(files.key), 0o600);
    if (isKept)
      await this.keep(name, {
        certificate,
        privateKey,
        authorities,
        serial: leaf.serialNumber.toLowerCase(),
        notAfter: new Date(leaf.validTo).toISOString(),
        issuedBy: 'pki/issue/outside',
      });
    return leaf;
  }

  /** Work under a role that is another for so long. */
  async asRole<T>(role: object, work: () => Promise<T>): Promise<T> {
    await this.vault.root.succeed('write', 'pki/roles/outside', { ...ROLE, ...role });
    try {
      return await work();
    } finally {
      await this.vault.root.succeed('write', 'pki/roles/outside', ROLE);
    }
  }

  async keep(name: string, data: object): Promise<void> {
    await this.vault.root.succeed('write', `kv/data/certificates/${name}`, { data });
  }

  /** The newest version in the store, and the certificate in it. */
  async kept(
    name: string,
  ): Promise<{ version: number; leaf: X509Certificate; data: Record<string, string> }> {
    const { data } = await this.vault.root.succeed('read', `kv/data/certificates/${name}`);
    const { data: fields, metadata } = data as unknown as {
      data: Record<string, string>;
      metadata: { version: number };
    };
    return { version: metadata.version, leaf: new X509Certificate(fields.certificate ?? ''), data: fields };
  }

  /** Serials of all that the authority has signed. */
  async issued(): Promise<readonly string[]> {
    const { body } = await this.vault.root.list('pki/certs');
    return (body.data?.keys ?? []) as readonly string[];
  }

  installed(name: string): X509Certificate {
    return new X509Certificate(readFileSync(this.file(this.filesOf(name).certificate)));
  }

  /** The arguments of a run of `renew`. */
  renewal(list: string, ...args: readonly string[]): string[] {
    return ['certs', 'renew', '--list', list, '--state', this.file('state'), '--json', ...args];
  }

  async renew(
    list: string,
    ...args: readonly string[]
  ): Promise<Run & { readonly renewed: readonly Renewed[] }> {
    const ended = await this.run(this.renewal(list, ...args));
    return { ...ended, renewed: ended.stdout === '' ? [] : (JSON.parse(ended.stdout) as Renewed[]) };
  }

  /** A command, whose output never holds what is secret. */
  async run(args: readonly string[]): Promise<Run> {
    const ended = await plinth(args, { cwd: this.workspace.path, variables: this.variables });
    expect(JSON.stringify(ended)).not.toContain(this.token);
    expect(JSON.stringify(ended)).not.toContain('PRIVATE KEY');
    return ended;
  }
}

/** A root that signs one authority, which issues: as in the product. @returns the root */
async function makeAuthority(vault: VaultClient): Promise<X509Certificate> {
  for (const mount of ['pki-root', 'pki'])
    await vault.succeed('write', `sys/mounts/${mount}`, {
      type: 'pki',
      config: { max_lease_ttl: '87600h', default_lease_ttl: '2400h' },
    });
  const made = await vault.succeed('write', 'pki-root/root/generate/internal', {
    common_name: 'root of the company',
    key_type: 'ec',
    ttl: '87600h',
  });
  const root = String(made.data?.certificate);
  const { data: request } = await vault.succeed('write', 'pki/intermediate/generate/internal', {
    common_name: 'who issues',
    key_type: 'ec',
  });
  const { data: signed } = await vault.succeed('write', 'pki-root/root/sign-intermediate', {
    csr: request?.csr,
    common_name: 'who issues',
    ttl: '43800h',
  });
  await vault.succeed('write', 'pki/intermediate/set-signed', {
    certificate: `${signed?.certificate}\n${root}`,
  });
  return new X509Certificate(root);
}
