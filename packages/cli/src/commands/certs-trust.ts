import { type Issuer, readIssuingChain, rootFlaws } from '@plinth/certificates';
import { type Problem, show, UserError } from '@plinth/errors';
import { VAULT_MOUNTS } from '@plinth/model';
import { withAuthorities } from '../authorities/ask-vault';
import { AuthoritiesFile, type TrustedAuthority, trustedAuthority } from '../authorities/authorities-file';
import { shownAuthority } from '../authorities/authority-text';
import { expectedRoot } from '../authorities/expected-root';
import { VaultAuthorityFile } from '../authorities/vault-authority-file';
import { instantOf } from '../certificates/instant';
import type { CommandContext, ExitCode } from '../command';
import { loadRepository, resolveEnvironments } from '../repository';
import { table } from '../table';
import { vaultConnection } from '../vault/connection';

export interface CertsTrustArguments {
  readonly env: string;
  readonly json?: boolean;
}

/**
 * Takes the root in which Vault's issuing authority ends into the file of those whom services trust, and the authority of Vault's own
 * certificate, by which it was believed here, into the one by which cert-manager believes it.
 */
export async function certsTrust(
  { env, json }: CertsTrustArguments,
  { cwd, variables, terminal }: CommandContext,
): Promise<ExitCode> {
  const repository = loadRepository(cwd);
  const [environment] = resolveEnvironments(repository, env);
  if (environment === undefined) throw new Error('an environment that is named is there');
  const file = AuthoritiesFile.of(repository.root, environment);
  const vaultFile = VaultAuthorityFile.of(repository.root, environment);
  const vaultAuthority = vaultFile.toLearn(vaultConnection(variables).authority);
  const { root, issuing } = await withAuthorities(variables, (session) =>
    readIssuingChain(session, { issuing: VAULT_MOUNTS.pki, root: VAULT_MOUNTS.pkiRoot }),
  );
  const flaws = await rootFlaws(root.certificate, expectedRoot(environment, instantOf(undefined)));
  UserError.throwIfAny(flaws.map((found) => untrustworthy(root, found)));
  const isNew = trust(file, trustedAuthority(root, issuing));
  if (vaultAuthority !== undefined) vaultFile.write(vaultAuthority);
  const shown = shownAuthority(root);
  const knowsVault = vaultAuthority === undefined ? 'already' : 'written';
  if (json)
    terminal.print(JSON.stringify({ environment: env, ...shown, written: isNew, knowsVault }, null, 2));
  else
    terminal.print(
      table(['authority', 'ends', 'SHA-256'], [[shown.name, shown.notAfter.slice(0, 10), shown.fingerprint]]),
    );
  terminal.note(
    isNew
      ? `${file.where} is written: compare the fingerprint, run plinth synth, and have both reviewed and merged`
      : `${file.where} holds it already`,
  );
  if (vaultAuthority !== undefined)
    terminal.note(
      `${vaultFile.where} is written: ${vaultAuthority.fingerprint256} is by whom cert-manager knows Vault, to be compared as well`,
    );
  return 0;
}

/**
 * @returns whether anything of it was not in the file before: itself, or the end of the authority that issues
 * @throws UserError `other-authority`: nobody's trust moves from one root to another by itself
 */
function trust(file: AuthoritiesFile, root: TrustedAuthority): boolean {
  const trusted = file.read();
  const at = trusted.findIndex(
    ({ certificate }) => certificate.fingerprint256 === root.certificate.fingerprint256,
  );
  if (at >= 0 && trusted[at]?.issuingEnds === root.issuingEnds) return false;
  if (at < 0 && trusted.length > 0) throw anotherRoot(file, trusted, root.name);
  file.write(at < 0 ? [root] : trusted.with(at, root));
  return true;
}

function anotherRoot(file: AuthoritiesFile, trusted: readonly TrustedAuthority[], name: string): UserError {
  return new UserError({
    code: 'other-authority',
    where: file.where,
    found: `${trusted.map((one) => show(one.name)).join(', ')}, and in Vault another root, ${show(name)}`,
    allowed: 'the root in which Vault’s issuing authority ends',
    fix: 'look whether VAULT_ADDR is of this environment; a new root comes beside the old one, by plinth certs rotate-ca',
  });
}

function untrustworthy({ mount, name }: Issuer, found: string): Problem {
  return {
    code: 'untrustworthy-root',
    where: `${mount}/issuer/${name}`,
    found,
    allowed: 'the root that stacks/vault makes for this environment, valid now',
    fix: 'look at VAULT_ADDR, and at who made this root',
  };
}
