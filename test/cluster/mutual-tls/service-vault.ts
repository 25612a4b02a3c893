import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type CloudPlan, planProgram } from '@plinth/cloud-plan';
import { issuerPolicy, VAULT_MOUNTS } from '@plinth/model';
import {
  certificateRequest,
  type Engines,
  type VaultClient,
  VaultServer,
  type Workspace,
} from '@plinth/testing';
import { root } from '../../company/read-releases';
import { applyPlan } from '../vault-access/apply-plan';
import type { RenderedCertificate, RenderedService } from './rendered-service';

const { pki: PKI, pkiRoot: ROOT } = VAULT_MOUNTS;

/** What the Secret of a certificate holds. */
export interface Issued extends Readonly<Record<string, string>> {
  /** The certificate, then those that signed it, without the root. */
  readonly 'tls.crt': string;
  readonly 'tls.key': string;
}

interface Asked extends Partial<RenderedCertificate> {
  /** `1s` */
  readonly ttl?: string;
}

/**
 * The authorities of an environment as `stacks/vault` plans them, in a real Vault. Each service asks with a token that may do
 * what the plan lets its issuer do, and nothing else.
 */
export class ServiceVault {
  /** The authority of the plan. */
  readonly #first: string;

  private constructor(
    readonly vault: VaultServer,
    /** The root that everybody trusts, PEM. */
    readonly root: string,
    first: string,
  ) {
    this.#first = first;
  }

  static async start(
    environment: string,
    { engines, workspace }: { readonly engines: Engines; readonly workspace: Workspace },
  ): Promise<ServiceVault> {
    const [vault, plan] = await Promise.all([
      VaultServer.start({ engines, workspace }),
      planProgram({ folder: join(root, 'stacks/vault'), stack: environment }),
    ]);
    try {
      await applyPlan(vault.root, certificatesOf(plan));
      const { data: issuers } = await vault.root.succeed('read', `${PKI}/config/issuers`);
      return new ServiceVault(vault, await certificateOf(vault.root, ROOT), String(issuers?.default));
    } catch (error) {
      await vault.stop();
      throw error;
    }
  }

  /** What cert-manager puts into the Secret of a service. @throws VaultError when the authority refuses */
  async issue(service: RenderedService, asked: Asked = {}): Promise<Issued> {
    const { ttl, ...names } = asked;
    const { commonName, dnsNames, uris } = { ...service.certificate, ...names };
    const { request, key } = await certificateRequest({ commonName, dnsNames, uris });
    const asker = await this.#asker(service);
    const { data = {} } = await asker.succeed('write', service.signedAt, {
      csr: request,
      common_name: commonName,
      alt_names: dnsNames.join(','),
      uri_sans: uris.join(','),
      ttl: ttl ?? service.certificate.duration,
      exclude_cn_from_sans: true,
    });
    const signers = [data.ca_chain]
      .flat()
      .map(String)
      .filter((text) => !isRoot(text));
    return { 'tls.crt': bundle(String(data.certificate), ...signers), 'tls.key': key };
  }

  /** Another root and another issuing authority, which sign nothing yet. */
  async nextAuthority(name = 'next'): Promise<NextAuthority> {
    const { root: client } = this.vault;
    const { data: made = {} } = await client.succeed('write', `${ROOT}/root/generate/internal`, {
      common_name: `root ${name}`,
      issuer_name: name,
      key_type: 'ec',
      ttl: '87600h',
    });
    const { data: asked = {} } = await client.succeed('write', `${PKI}/intermediate/generate/internal`, {
      common_name: `issuing ${name}`,
      key_type: 'ec',
    });
    const { data: signed = {} } = await client.succeed('write', `${ROOT}/issuer/${name}/sign-intermediate`, {
      csr: asked.csr,
      common_name: `issuing ${name}`,
      max_path_length: 0,
      ttl: '26280h',
    });
    const { data: taken = {} } = await client.succeed('write', `${PKI}/intermediate/set-signed`, {
      certificate: bundle(String(signed.certificate), String(made.certificate)),
    });
    const mapping = taken.mapping as Readonly<Record<string, string>>;
    const issuer = Object.keys(mapping).find((id) => mapping[id] !== '');
    return {
      root: bundle(String(made.certificate)),
      issueFrom: async () => {
        await client.succeed('write', `${PKI}/config/issuers`, { default: issuer });
      },
    };
  }

  /** The same names, and addresses where nothing resolves names, signed by a root that nobody here trusts. */
  async issueForeign(
    { certificate }: RenderedService,
    ...addresses: readonly string[]
  ): Promise<Issued & { readonly root: string }> {
    const { root: client } = this.vault;
    if ((await client.read('sys/mounts/foreign')).status !== 200) {
      await client.succeed('write', 'sys/mounts/foreign', { type: 'pki' });
      await client.succeed('write', 'foreign/root/generate/internal', {
        common_name: 'foreign',
        key_type: 'ec',
      });
    }
    const { request, key } = await certificateRequest({ ...certificate, addresses });
    const { data = {} } = await client.succeed('write', 'foreign/sign-verbatim', {
      csr: request,
      ext_key_usage: ['ClientAuth', 'ServerAuth'],
      ttl: '24h',
    });
    const issuing = bundle(String(data.issuing_ca));
    return { 'tls.crt': bundle(String(data.certificate)), 'tls.key': key, root: issuing };
  }

  /** The authority of the plan signs again. */
  async issueFromFirst(): Promise<void> {
    const path = `${PKI}/config/issuers`;
    await this.vault.root.succeed('write', path, { default: this.#first });
  }

  stop(): Promise<void> {
    return this.vault.stop();
  }

  async #asker({ name }: RenderedService): Promise<VaultClient> {
    const { root: administrator } = this.vault;
    const { auth } = await administrator.succeed('write', 'auth/token/create', {
      policies: [issuerPolicy(name)],
      no_default_policy: true,
      no_parent: true,
      ttl: '10m',
    });
    return this.vault.client(auth?.client_token ?? '');
  }
}

export interface NextAuthority {
  /** PEM. */
  readonly root: string;
  /** From now on it signs what is asked. */
  readonly issueFrom: () => Promise<void>;
}

/** Certificates one after the other, as files hold them. */
export function bundle(...certificates: readonly string[]): string {
  return certificates.map((text) => `${text.trim()}\n`).join('');
}

function isRoot(text: string): boolean {
  const certificate = new X509Certificate(text);
  return certificate.subject === certificate.issuer;
}

/** Authorities, roles, and what the issuers of services may do: the rest needs an API server and databases. */
function certificatesOf(plan: CloudPlan): CloudPlan {
  const resources = plan.resources.filter(
    ({ custom, parent = '', type, inputs }) =>
      (custom && parent.includes('plinth:vault:CertificateAuthority')) ||
      (type === 'vault:index/policy:Policy' && String(inputs.name).startsWith('issuer-')),
  );
  return { ...plan, resources };
}

async function certificateOf(client: VaultClient, mount: string): Promise<string> {
  const { data } = await client.succeed('read', `${mount}/cert/ca`);
  return bundle(String(data?.certificate));
}
