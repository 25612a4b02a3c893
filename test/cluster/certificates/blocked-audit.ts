import { VAULT_MOUNTS } from '@plinth/model';
import { until } from '@plinth/testing';
import { AuditFile } from '../vault/audit-trail';
import type { VaultOfEnvironment } from '../vault-access/vault-of-environment';

/** All audit devices of the plan, which cannot be written for a while: then Vault answers nobody. */
export class BlockedAudit {
  readonly #files: readonly AuditFile[];

  constructor(private readonly of: VaultOfEnvironment) {
    const devices = of.plan.resources.filter(({ type }) => type === 'vault:index/audit:Audit');
    this.#files = devices.map(
      ({ inputs }) =>
        new AuditFile(of.vault, `../logs/audit-${(inputs as { readonly path: string }).path}.log`),
    );
  }

  async block(): Promise<void> {
    for (const file of this.#files) file.block();
    await until('Vault notices', async () => (await this.#status()) === 500);
  }

  async unblock(): Promise<void> {
    for (const file of this.#files) file.unblock();
    await until('Vault answers', async () => (await this.#status()) === 200);
  }

  async #status(): Promise<number> {
    return (await this.of.vault.root.read(`${VAULT_MOUNTS.pki}/config/issuers`)).status;
  }
}
