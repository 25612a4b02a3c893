import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import type { ResolvedEnvironment } from '@plinth/model';
import { writeWholeFile } from './whole-file';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** `environments/<env>/vault-authority.json`: by whose certificate cert-manager knows Vault. Public, in Git, and written by a command alone. */
export class VaultAuthorityFile {
  readonly #root: string;
  readonly #known: X509Certificate | undefined;
  /** For messages. */
  readonly where: string;

  private constructor(root: string, environment: string, known: string | undefined) {
    this.#root = root;
    this.#known = known === undefined ? undefined : new X509Certificate(known);
    this.where = `environments/${environment}/vault-authority.json`;
  }

  /**
   * @param root the folder of the repository
   * @throws UserError `authorities-file` when the environment takes Vault's authority from elsewhere
   */
  static of(root: string, { name, facts }: Pick<ResolvedEnvironment, 'name' | 'facts'>): VaultAuthorityFile {
    const declared = facts.vaultAuthority;
    const file = new VaultAuthorityFile(root, name, declared?.certificate);
    if (declared !== undefined && JSON.stringify(declared) === JSON.stringify(file.#content())) return file;
    throw new UserError({
      code: 'authorities-file',
      where: `environments/${name}/index.ts`,
      found: `an authority of Vault that is not that of ${file.where}`,
      allowed: `vaultAuthority from ${file.where}`,
      fix: "write import vaultAuthority from './vault-authority.json' there, and vaultAuthority among the facts; a new file holds {}",
    });
  }

  /**
   * What has to be written after one has spoken to a Vault; undefined when nothing has. One of the same key is the same authority,
   * renewed.
   * @param spokenBy PEM of those by whom Vault's certificate was believed, when a file named them
   * @throws UserError `vault-authority` when nobody is named whom the environment does not know yet, or not one authority;
   * `other-authority` when it knows another: nobody's trust moves by itself
   */
  toLearn(spokenBy: string | undefined): X509Certificate | undefined {
    if (spokenBy === undefined) {
      if (this.#known !== undefined) return undefined;
      throw wrong('nothing', 'export VAULT_CACERT=…, the file ca.crt with which you speak to Vault');
    }
    const found = [...spokenBy.matchAll(PEM)].map(([pem]) => new X509Certificate(pem));
    if (found.some((one) => one.fingerprint256 === this.#known?.fingerprint256)) return undefined;
    const [only] = found;
    if (only === undefined || found.length > 1)
      throw wrong(`${found.length} certificates`, 'name a file with the one that Vault has now');
    if (!only.ca || !only.checkIssued(only) || !only.verify(only.publicKey))
      throw wrong('a certificate that is no authority', 'name the file of the authority, not of the server');
    if (this.#known !== undefined && !this.#known.publicKey.equals(only.publicKey)) throw this.#another();
    return only;
  }

  write(certificate: X509Certificate): void {
    writeWholeFile(this.#root, this.where, { certificate: `${certificate.toString().trim()}\n` });
  }

  #another(): UserError {
    return new UserError({
      code: 'other-authority',
      where: this.where,
      found: 'an authority of Vault with another key than the one in VAULT_CACERT',
      allowed: "the authority of this environment's Vault",
      fix: 'look whether VAULT_ADDR is of this environment; a new key is a step that people take: docs/guides/running-vault.md, "A new certificate, and a new authority"',
    });
  }

  #content(): unknown {
    try {
      return JSON.parse(readFileSync(join(this.#root, this.where), 'utf8'));
    } catch {
      return undefined;
    }
  }
}

function wrong(found: string, fix: string): UserError {
  const allowed = "the one authority of Vault's certificate, vault-ca";
  return new UserError({ code: 'vault-authority', where: 'VAULT_CACERT', found, allowed, fix });
}
