import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { type Problem, UserError } from '@plinth/errors';

/** How to reach a Vault, and as whom. The token is handed over and never printed. */
export interface VaultConnection {
  /** Without a slash at its end. */
  readonly address: string;
  readonly token: string;
  /** PEM of the authority of its certificate. Absent: one that this machine trusts. */
  readonly authority?: string;
}

/**
 * What Vault's own command line reads: `VAULT_ADDR`, `VAULT_TOKEN`, `VAULT_CACERT`. The certificate is always verified, and
 * namespaces are an edition's that is not used here: other variables of Vault's change nothing.
 * @see https://developer.hashicorp.com/vault/docs/commands#environment-variables
 * @throws UserError `vault-connection` with everything that is wrong
 */
export function vaultConnection(variables: NodeJS.ProcessEnv): VaultConnection {
  const problems: Problem[] = [];
  const address = addressOf(variables.VAULT_ADDR, problems);
  const token = tokenOf(variables.VAULT_TOKEN, problems);
  const authority = authorityOf(variables.VAULT_CACERT, problems);
  UserError.throwIfAny(problems);
  return { address, token, ...(authority !== undefined && { authority }) };
}

const problem = (where: string, found: string, allowed: string, fix: string): Problem => ({
  code: 'vault-connection',
  where,
  found,
  allowed,
  fix,
});

function addressOf(given: string | undefined, problems: Problem[]): string {
  const refuse = (found: string, fix: string) => {
    const allowed = 'the https address of a Vault, such as https://vault.acme.example:8200';
    problems.push(problem('VAULT_ADDR', found, allowed, fix));
    return '';
  };
  if (given === undefined || given === '') return refuse('nothing', 'export VAULT_ADDR=https://…');
  const url = URL.canParse(given) ? new URL(given) : undefined;
  // An address may hold a password: it is not shown before that is ruled out.
  if (url === undefined || !['https:', 'http:'].includes(url.protocol))
    return refuse('text that is no address', 'write https://, the host and the port');
  if (url.username !== '' || url.password !== '')
    return refuse('an address with a name in it', 'leave it out: VAULT_TOKEN says who you are');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return refuse('an address with a path', 'leave out what comes after host and port');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return refuse('http', 'write https: without it anybody on the way has the token');
  return url.origin;
}

/** What never leaves this machine. */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}

function tokenOf(given: string | undefined, problems: Problem[]): string {
  const refuse = (found: string, fix: string) => {
    problems.push(problem('VAULT_TOKEN', found, 'a token of Vault', fix));
    return '';
  };
  if (given === undefined || given === '')
    return refuse(
      'nothing',
      'sign in with vault login -method=oidc, then export VAULT_TOKEN="$(vault print token)"',
    );
  if (/^[\x21-\x7e]{1,4096}$/.test(given)) return given;
  return refuse('text that is no token, not shown', 'export it without blanks and line ends');
}

function authorityOf(file: string | undefined, problems: Problem[]): string | undefined {
  if (file === undefined || file === '') return undefined;
  const refuse = (found: string) => {
    const fix =
      'name the file with the authority of its certificate, or unset it for one that this machine trusts';
    problems.push(problem('VAULT_CACERT', found, 'a file with certificates in PEM', fix));
    return undefined;
  };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refuse(`a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    // Node would pass over what is no certificate, and then trust nobody.
    new X509Certificate(text);
    return text;
  } catch {
    return refuse('a file without a certificate');
  }
}
