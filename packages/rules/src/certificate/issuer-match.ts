import type { Identity } from '../identity';
import type { FoundLater } from '../rule';

/** A Certificate that asks an Issuer of its namespace. */
export interface Asked {
  readonly identity: Identity;
  readonly file: string;
  readonly issuer: string;
  readonly isAuthority: boolean;
}

export interface KnownIssuer {
  readonly identity: Identity;
  readonly file: string;
  /** Where Vault signs; undefined for an issuer that is not Vault. */
  readonly path: string | undefined;
}

/** Where Vault signs for one service: under the role of its name. */
const SIGN = 'pki/sign/';

/** Whether a Certificate asks the issuer that Vault has for it; the first thing that is not so. */
export function* issuerMatch(
  { identity, file, issuer, isAuthority }: Asked,
  known: KnownIssuer | undefined,
): Iterable<FoundLater> {
  const { namespace, name } = identity;
  const at = { identity, file, path: 'spec.issuerRef.name' };
  const own = `the Issuer ${namespace}/${name}, which signs at ${SIGN}${name}`;
  if (known === undefined) {
    const found = `${JSON.stringify(issuer)}, which is no Issuer of namespace ${namespace}`;
    const allowed = isAuthority ? `an Issuer of namespace ${namespace}` : own;
    yield { ...at, found, allowed, fix: 'ask the own Issuer: nobody sees those of other namespaces' };
  } else if (isAuthority) {
    if (known.path === undefined) return;
    const found = 'an authority that Vault is asked to sign';
    const allowed = 'authorities of Vault itself, which the program of Vault makes';
    yield { ...at, path: 'spec.isCA', found, allowed, fix: 'leave isCA out' };
  } else if (known.path === undefined) {
    const found = `${JSON.stringify(issuer)}, which is not Vault`;
    yield { ...at, found, allowed: own, fix: 'ask Vault: nobody trusts another authority' };
  } else if (issuer !== name) {
    const found = `${JSON.stringify(issuer)}, the Issuer of another service`;
    yield { ...at, found, allowed: own, fix: 'ask the own Issuer: each may have its own names signed alone' };
  } else if (known.path !== `${SIGN}${name}`) {
    yield {
      identity: known.identity,
      file: known.file,
      path: 'spec.vault.path',
      found: JSON.stringify(known.path),
      allowed: `${SIGN}${name}`,
      fix: 'sign under the role of the service itself',
    };
  }
}

/** A way to Vault that nobody goes is one that nobody watches. */
export function unusedIssuer({ identity, file }: KnownIssuer): FoundLater {
  return {
    identity,
    file,
    found: 'an Issuer that no Certificate asks',
    allowed: 'an Issuer for each service that has a Certificate',
    fix: 'remove it, or declare its Certificate',
  };
}
