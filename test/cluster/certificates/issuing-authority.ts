import { X509Certificate } from 'node:crypto';
import { VAULT_MOUNTS } from '@plinth/model';
import type { VaultClient } from '@plinth/testing';

const { pki: PKI, pkiRoot: ROOT } = VAULT_MOUNTS;

/** Who issues certificates of services, and others under the same root in its place; each is known by Vault's id. */
export class IssuingAuthority {
  constructor(private readonly vault: VaultClient) {}

  /** Who issues now. */
  async default(): Promise<string> {
    const { data } = await this.vault.succeed('read', `${PKI}/config/issuers`);
    return String(data?.default);
  }

  async certificate(id: string): Promise<X509Certificate> {
    const { data } = await this.vault.succeed('read', `${PKI}/issuer/${id}`);
    return new X509Certificate(String(data?.certificate));
  }

  /** From now on this one issues. */
  async use(id: string): Promise<void> {
    await this.vault.succeed('write', `${PKI}/config/issuers`, { default: id });
  }

  async deleteDefault(): Promise<void> {
    await this.vault.succeed('delete', `${PKI}/issuer/${await this.default()}`);
  }

  /** Makes another one, which issues from now on. */
  async make(life: string): Promise<string> {
    const request = await this.vault.succeed('write', `${PKI}/intermediate/generate/internal`, {
      common_name: `issuing for ${life}`,
      key_type: 'ec',
      key_bits: 256,
    });
    const signed = await this.vault.succeed('write', `${ROOT}/root/sign-intermediate`, {
      csr: request.data?.csr,
      common_name: `issuing for ${life}`,
      max_path_length: 0,
      ttl: life,
    });
    const set = await this.vault.succeed('write', `${PKI}/intermediate/set-signed`, {
      certificate: `${signed.data?.certificate}\n${signed.data?.issuing_ca}`,
    });
    const ids = (set.data?.imported_issuers ?? []) as readonly string[];
    for (const id of ids)
      if ((await this.certificate(id)).subject.includes(life)) {
        await this.use(id);
        return id;
      }
    throw new Error(`no issuer for ${life} among ${ids.length} that were imported`);
  }
}
