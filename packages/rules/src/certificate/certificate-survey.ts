import type { Identity } from '../identity';
import { tryPodOf } from '../pod';
import type { FoundLater, RenderedObject, Survey } from '../rule';
import { isAuthority, isCertificate, isIssuer, record, texts } from './certificate';
import { type Asked, issuerMatch, type KnownIssuer, unusedIssuer } from './issuer-match';
import { instanceOf, secretReferences } from './secret-references';
import { trySpiffeId } from './spiffe-id';
import { type Said, strays } from './stray';

interface Place {
  readonly identity: Identity;
  readonly file: string;
}

interface KnownSecret extends Place {
  readonly secret: string;
}

interface KnownReference extends KnownSecret {
  readonly path: string;
  readonly instance: string;
}

/** Whose rights the pods of an object have. */
interface KnownAccount extends Place {
  readonly path: string;
  readonly account: string;
}

/** The API server takes the second one, which is of the past, for the first. */
const ACCOUNT_FIELDS = ['serviceAccountName', 'serviceAccount'] as const;

const ONE_DOMAIN = {
  what: 'the trust domain',
  others: 'the other certificates of the environment',
  fix: "write the environment's domain: each trusts its own services alone",
};

/** Another one gets the tokens of an account. */
const ONE_VAULT = {
  others: 'the other issuers of the environment',
  fix: "write the address of the environment's Vault",
};

/** Certificates of one environment, their issuers, who reads their keys, and who could ask for others. */
export class CertificateSurvey implements Survey {
  readonly #asked: Asked[] = [];
  readonly #issuers = new Map<string, KnownIssuer>();
  readonly #secrets: KnownSecret[] = [];
  readonly #references: KnownReference[] = [];
  readonly #domains: Said[] = [];
  /** Whom the issuers take for Vault. */
  readonly #servers: Said[] = [];
  /** Under which cert-manager asks, and nobody runs: by namespace and name. */
  readonly #askers = new Map<string, Identity>();
  readonly #accounts: KnownAccount[] = [];

  see({ object, file }: RenderedObject, identity: Identity): void {
    const place = { identity, file };
    if (isCertificate(object)) this.#seeCertificate(place, record(object.spec));
    else if (isIssuer(object) && object.kind === 'Issuer') this.#seeIssuer(place, record(object.spec));
    const instance = instanceOf(object) ?? '';
    for (const reference of secretReferences(object))
      this.#references.push({ ...place, ...reference, instance });
    const { pod, path = [] } = tryPodOf(object) ?? {};
    for (const field of ACCOUNT_FIELDS) {
      const account = pod?.[field];
      if (typeof account === 'string')
        this.#accounts.push({ ...place, path: [...path, field].join('.'), account });
    }
  }

  *conclude(): Iterable<FoundLater> {
    const used = new Set<string>();
    for (const asked of this.#asked) {
      const key = `${asked.identity.namespace}/${asked.issuer}`;
      used.add(key);
      yield* issuerMatch(asked, this.#issuers.get(key));
    }
    for (const [key, issuer] of this.#issuers) if (!used.has(key)) yield unusedIssuer(issuer);
    yield* strays(this.#domains, ONE_DOMAIN);
    yield* strays(this.#servers, ONE_VAULT);
    yield* this.#secretsOfOthers();
    for (const known of this.#accounts) {
      const asker = this.#askers.get(`${known.identity.namespace}/${known.account}`);
      if (asker !== undefined) yield runsAsAsker(known, asker);
    }
  }

  #seeIssuer(place: Place, spec: ReturnType<typeof record>): void {
    const { identity } = place;
    const { server } = record(spec.vault);
    if (typeof server === 'string')
      this.#servers.push({ ...place, path: 'spec.vault.server', value: server });
    this.#issuers.set(keyOf(identity), issuerOf(place, spec));
    const { name } = record(record(record(record(spec.vault).auth).kubernetes).serviceAccountRef);
    if (typeof name === 'string') this.#askers.set(`${identity.namespace}/${name}`, identity);
  }

  #seeCertificate(place: Place, spec: ReturnType<typeof record>): void {
    const { kind, name } = record(spec.issuerRef);
    if (kind !== 'ClusterIssuer' && typeof name === 'string')
      this.#asked.push({ ...place, issuer: name, isAuthority: isAuthority(spec) });
    if (typeof spec.secretName === 'string') this.#secrets.push({ ...place, secret: spec.secretName });
    for (const [index, uri] of texts(spec.uris).entries()) {
      const id = trySpiffeId(uri);
      if (id !== undefined) this.#domains.push({ ...place, path: `spec.uris[${index}]`, value: id.domain });
    }
  }

  /** A key has one owner: the certificate that made it, and the pods of that service. */
  *#secretsOfOthers(): Iterable<FoundLater> {
    const owners = new Map<string, KnownSecret>();
    for (const known of this.#secrets) {
      const key = `${known.identity.namespace}/${known.secret}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, known);
      else yield sharedSecret(known, owner);
    }
    for (const reference of this.#references) {
      const owner = owners.get(`${reference.identity.namespace}/${reference.secret}`);
      if (owner !== undefined && owner.identity.name !== reference.instance)
        yield foreignKey(reference, owner);
    }
  }
}

function issuerOf(place: Place, spec: Parameters<typeof record>[0]): KnownIssuer {
  const { vault } = record(spec);
  return { ...place, path: vault === undefined ? undefined : String(record(vault).path) };
}

function keyOf({ namespace, name }: Identity): string {
  return `${namespace}/${name}`;
}

/** Its token is what Vault signs for. */
function runsAsAsker({ identity, file, path, account }: KnownAccount, { name }: Identity): FoundLater {
  return {
    identity,
    file,
    path,
    found: `${JSON.stringify(account)}, the account that asks for certificates of ${name}`,
    allowed:
      'an account of its own: who runs as that one gets certificates of another, with keys that nobody sees',
    fix: `write serviceAccountName: ${identity.name}`,
  };
}

function sharedSecret({ identity, file, secret }: KnownSecret, { identity: owner }: KnownSecret): FoundLater {
  return {
    identity,
    file,
    path: 'spec.secretName',
    found: `${JSON.stringify(secret)}, as of the Certificate ${owner.name}`,
    allowed: 'a Secret for each Certificate: two would write over each other without end',
    fix: `write secretName: ${identity.name}-tls`,
  };
}

function foreignKey(
  { identity, file, path, secret, instance }: KnownReference,
  { identity: owner }: KnownSecret,
): FoundLater {
  const who = instance === '' ? 'a pod that says of no service that it is it' : `a pod of ${instance}`;
  return {
    identity,
    file,
    path,
    found: `${JSON.stringify(secret)} with the key of ${owner.name} in ${who}`,
    allowed: 'the key of the service itself: who has the key of another is the other to everybody',
    fix: 'declare the call: the service gets a certificate of its own',
  };
}
