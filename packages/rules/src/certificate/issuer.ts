import type { Json, JsonObject } from '../json';
import type { Fault } from '../rule';
import { quoted, record } from './certificate';

/** Ways to log in to Vault with something that does not change: whoever has copied it is the issuer from then on. */
const STATIC_LOGINS = ['tokenSecretRef', 'appRole', 'clientCertificate', 'aws'] as const;

const LOGIN = 'auth.kubernetes.serviceAccountRef: a token of minutes, made for this issuer';

/** The one place at which accounts of the cluster log in to Vault. */
const MOUNT = '/v1/auth/kubernetes';

/**
 * How an issuer speaks to Vault. Other kinds of issuers have nothing to say here.
 * @param service whose issuer it is; undefined for one of the whole cluster
 */
export function* issuerFaults({ vault }: JsonObject, service: string | undefined): Iterable<Fault> {
  if (vault === undefined) return;
  const { auth, server, caBundleSecretRef } = record(vault);
  yield* loginFaults(record(auth));
  if (service !== undefined) yield* accountFaults(record(record(record(vault).auth).kubernetes), service);
  for (const field of ['clientCertSecretRef', 'clientKeySecretRef']) {
    if (record(vault)[field] === undefined) continue;
    yield {
      path: `spec.vault.${field}`,
      found: 'a Secret',
      allowed: 'no certificate for Vault, which asks for none',
      fix: 'remove it: the key in that Secret is of somebody else',
    };
  }
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

/** It comes to Vault as its own service's issuer alone, and with a token that is good for nobody else. */
function* accountFaults(kubernetes: JsonObject, service: string): Iterable<Fault> {
  if (kubernetes.serviceAccountRef === undefined) return;
  const { name, audiences } = record(kubernetes.serviceAccountRef);
  const own = `${service}.issuer`;
  if (name !== own) yield ownFault('serviceAccountRef.name', name, own);
  if (kubernetes.role !== own) yield ownFault('role', kubernetes.role, own);
  if (kubernetes.mountPath !== undefined && kubernetes.mountPath !== MOUNT)
    yield {
      path: 'spec.vault.auth.kubernetes.mountPath',
      found: quoted(kubernetes.mountPath),
      allowed: MOUNT,
      fix: 'log in where Vault knows the accounts of this cluster',
    };
  if (audiences !== undefined)
    yield {
      path: 'spec.vault.auth.kubernetes.serviceAccountRef.audiences',
      found: quoted(audiences),
      allowed: 'the audience that cert-manager writes by itself: vault://<namespace>/<name>',
      fix: 'leave it out: the token would be good for somebody else as well',
    };
}

function ownFault(field: string, found: Json | undefined, own: string): Fault {
  return {
    path: `spec.vault.auth.kubernetes.${field}`,
    found: quoted(found),
    allowed: own,
    fix: 'log in as the account of this issuer: as another one it has the names of another service signed',
  };
}
