import type { JsonObject } from '../json';
import type { Fault } from '../rule';
import { quoted, record } from './certificate';

/** Ways to log in to Vault with something that does not change: whoever has copied it is the issuer from then on. */
const STATIC_LOGINS = ['tokenSecretRef', 'appRole', 'clientCertificate', 'aws'] as const;

const LOGIN = 'auth.kubernetes.serviceAccountRef: a token of minutes, made for this issuer';

/** How an issuer speaks to Vault. Other kinds of issuers have nothing to say here. */
export function* issuerFaults({ vault }: JsonObject): Iterable<Fault> {
  if (vault === undefined) return;
  const { auth, server, caBundle, caBundleSecretRef } = record(vault);
  yield* loginFaults(record(auth));
  if (typeof server !== 'string' || !server.startsWith('https://')) {
    yield {
      path: 'spec.vault.server',
      found: quoted(server),
      allowed: 'an address with https://',
      fix: "write Vault's address as its certificate says it",
    };
  }
  if (caBundle === undefined && caBundleSecretRef === undefined) {
    yield {
      path: 'spec.vault.caBundleSecretRef',
      found: 'nothing, and so the list of a distribution',
      allowed: "caBundleSecretRef or caBundle with the authority of Vault's certificate",
      fix: 'name it: somebody else could be taken for Vault',
    };
  }
}

function* loginFaults(auth: JsonObject): Iterable<Fault> {
  for (const login of STATIC_LOGINS) {
    if (auth[login] === undefined) continue;
    yield {
      path: `spec.vault.auth.${login}`,
      found: 'a login that somebody keeps',
      allowed: LOGIN,
      fix: 'log in as a ServiceAccount',
    };
  }
  const { kubernetes } = auth;
  if (kubernetes === undefined) {
    if (STATIC_LOGINS.every((login) => auth[login] === undefined))
      yield { path: 'spec.vault.auth', found: 'nothing', allowed: LOGIN, fix: 'log in as a ServiceAccount' };
  } else if (record(kubernetes).serviceAccountRef === undefined) {
    yield {
      path: 'spec.vault.auth.kubernetes',
      found: 'a token out of a Secret, which has no end',
      allowed: LOGIN,
      fix: 'write serviceAccountRef in the place of secretRef',
    };
  }
}
