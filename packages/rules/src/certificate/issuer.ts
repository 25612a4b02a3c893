import type { JsonObject } from '../json';
import type { Fault } from '../rule';
import { quoted, record } from './certificate';

/** Ways to log in to Vault with something that does not change: whoever has copied it is the issuer from then on. */
const STATIC_LOGINS = ['tokenSecretRef', 'appRole', 'clientCertificate', 'aws'] as const;

const LOGIN = 'auth.kubernetes.serviceAccountRef: a token of minutes, made for this issuer';

/** How an issuer speaks to Vault. Other kinds of issuers have nothing to say here. */
export function* issuerFaults({ vault }: JsonObject): Iterable<Fault> {
  if (vault === undefined) return;
  const { auth, server, caBundleSecretRef } = record(vault);
  yield* loginFaults(record(auth));
  if (typeof server !== 'string' || !server.startsWith('https://')) {
    yield {
      path: 'spec.vault.server',
      found: quoted(server),
      allowed: 'an address with https://',
      fix: "write Vault's address as its certificate says it",
    };
  }
  // Neither of the two is what an environment has before its Vault. Cert-manager then believes the list of its image, in which
  // no authority signs a name that ends in `.svc`: it finds no Vault, and nothing is signed.
  if (caBundleSecretRef !== undefined) {
    yield {
      path: 'spec.vault.caBundleSecretRef',
      found: 'a Secret',
      allowed: "caBundle with the authority of Vault's certificate, which is reviewed with what is rendered",
      fix: 'write caBundle: whoever writes that Secret says who Vault is',
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
