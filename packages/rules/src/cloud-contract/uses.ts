import { formatIdentity, identityOf } from '../identity';
import { isJsonObject, type JsonObject } from '../json';
import { tryPodOf } from '../pod';
import type { RenderedObject } from '../rule';
import type { SharedKind, SharedName } from './shared-name';
import { type FoundString, stringsIn } from './strings';

/** An annotation of a ServiceAccount, or a value from which a chart makes one. */
const ACTS_AS = 'iam.gke.io/gcp-service-account';

/** An option of a listener. @see https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway */
const CERTIFICATE = 'networking.gke.io/cert-manager-certs';

/** The variable by which a job of the platform is told its bucket; services read `cloud.yaml`. */
const BUCKET = 'BUCKET';

const VAULT_AUDIENCE = 'vault';
/** As whom Vault Agent logs in. */
const AGENT_ROLE = /"config": \{\s*"role": "([^"]+)"/;

const REPOSITORY = /[a-z0-9-]+-docker\.pkg\.dev\/[a-z0-9-]+\/[a-z0-9-]+/;
const KEY = /projects\/([\w-]+)\/locations\/([\w-]+)\/keyRings\/([\w-]+)\/cryptoKeys\/([\w-]+)/;
const SEAL = /project = "([\w-]+)"\s+region = "([\w-]+)"\s+key_ring = "([\w-]+)"\s+crypto_key = "([\w-]+)"/;
const PLACE = /^project: (\S+)\nregion: (\S+)$/m;
const SIGNING_KEY = /keyRing: ([\w-]+)\s+key: ([\w-]+)/g;

type Use = readonly [kind: SharedKind, name: string, path: string];

/** What an object of the manifests takes for granted in the cloud. */
export function usesOf({ object, file }: RenderedObject): SharedName[] {
  const uses = [...stringsIn(object)].flatMap((found) => [...usesOfText(found, object)]);
  return named([...uses, ...usesOfKind(object), ...usesOfVault(object)], object, file);
}

/** A certificate, or who has it signed: what one says is understood with the other alone. */
export function isCertified({ object }: RenderedObject): boolean {
  return object.kind === 'Certificate' || object.kind === 'Issuer';
}

/** What the certificates of an environment ask of its Vault: each name, under the role by which its issuer has it signed. */
export function certifiedNames(objects: readonly RenderedObject[]): SharedName[] {
  const roles = new Map(
    objects
      .filter(({ object }) => object.kind === 'Issuer')
      .map(({ object }) => {
        const { namespace, name } = identityOf(object);
        const path = [...stringsIn(object.spec, 'spec')].find((found) => found.path === 'spec.vault.path');
        return [`${namespace}/${name}`, path?.value] as const;
      }),
  );
  return objects
    .filter(({ object }) => object.kind === 'Certificate')
    .flatMap(({ object, file }) => {
      const strings = [...stringsIn(object.spec, 'spec')];
      const issuer = strings.find(({ path }) => path === 'spec.issuerRef.name')?.value;
      const role = roles.get(`${identityOf(object).namespace}/${issuer}`);
      if (role === undefined) return [];
      const uses = strings
        .filter(({ path }) => /^spec\.(?:dnsNames|uris)\b/.test(path))
        .map(({ value, path }): Use => ['certified name', `${value} by ${role}`, path]);
      return named(uses, object, file);
    });
}

function named(uses: readonly Use[], object: JsonObject, file: string): SharedName[] {
  const who = formatIdentity(identityOf(object));
  return uses.map(([kind, name, path]) => ({ kind, name, object: who, file, path }));
}

function* usesOfText(found: FoundString, object: JsonObject): Generator<Use> {
  const { key, value, path, beside } = found;
  if (key === 'value' && beside.name === BUCKET) yield ['bucket', value, path];
  if (key === ACTS_AS) yield ['workload identity', `${actorOf(found, object)} as ${value}`, path];
  if (key === CERTIFICATE)
    for (const name of value.split(',')) yield ['gateway certificate', name.trim(), path];
  const [repository] = REPOSITORY.exec(value) ?? [];
  if (repository !== undefined) yield ['registry repository', repository, path];
  const [, ...parts] = KEY.exec(value) ?? SEAL.exec(value) ?? [];
  if (parts.length > 0) yield ['key', parts.join('/'), path];
}

/** A pod that gets a token for Vault logs in there under its ServiceAccount; its agent, or the job itself, says as whom. */
function usesOfVault(object: JsonObject): Use[] {
  const { namespace } = identityOf(object);
  const role = (name: string, path: string): Use => ['Vault role', `${namespace}/${name}`, path];
  const agent = isJsonObject(object.data) ? object.data['agent.json'] : undefined;
  const [, agents] = AGENT_ROLE.exec(String(agent)) ?? [];
  if (agents !== undefined) return [role(agents, 'data.agent.json')];
  const { pod, path = [] } = tryPodOf(object) ?? {};
  const strings = [...stringsIn(pod, path.join('.'))];
  const tokens = strings.filter(({ key, value }) => key === 'audience' && value === VAULT_AUDIENCE);
  if (tokens.length === 0) return [];
  const account = `${namespace}/${pod?.serviceAccountName}`;
  return [
    ...tokens.map((token): Use => ['Vault login', account, token.path]),
    ...strings
      .filter(({ key, beside }) => key === 'value' && beside.name === 'ROLE')
      .map((variable) => role(variable.value, variable.path)),
  ];
}

function usesOfKind(object: JsonObject): readonly Use[] {
  switch (object.kind) {
    case 'Gateway':
      return usesOfGateway(object);
    case 'HTTPRoute':
      return hostnames(object, 'spec.hostnames', 'hostnames');
    case 'ConfigMap':
      return usesOfCloudFile(object);
    case 'Issuer':
      return usesOfIssuer(object);
    case 'NetworkPolicy':
      return [...stringsIn(object.spec, 'spec')]
        .filter(({ key, value }) => key === 'cidr' && value !== '0.0.0.0/0')
        .map(({ value, path }) => ['network range', value, path] as const);
    default:
      return [];
  }
}

/** Cert-manager logs in as an account of the issuer's own, and has something signed under one role. */
function usesOfIssuer(object: JsonObject): Use[] {
  const { namespace } = identityOf(object);
  return [...stringsIn(object.spec, 'spec')].flatMap(({ key, value, path }): Use[] => {
    if (path === 'spec.vault.path') return [['certificate role', value, path]];
    if (path === 'spec.vault.auth.kubernetes.role') return [['Vault role', `${namespace}/${value}`, path]];
    const isAccount = key === 'name' && path === 'spec.vault.auth.kubernetes.serviceAccountRef.name';
    return isAccount ? [['Vault login', `${namespace}/${value}`, path]] : [];
  });
}

function usesOfGateway(object: JsonObject): Use[] {
  const addresses = [...stringsIn(object.spec, 'spec')].filter(
    ({ key, beside }) => key === 'value' && beside.type === 'NamedAddress',
  );
  return [
    ...addresses.map(({ value, path }) => ['gateway address', value, path] as const),
    ...hostnames(object, 'spec.listeners', 'hostname').flatMap(([, value, path]): Use[] => [
      ['host', value, path],
      ['certified host', value, path],
    ]),
  ];
}

function hostnames(object: JsonObject, start: string, name: string): Use[] {
  return [...stringsIn(object.spec, 'spec')]
    .filter(({ key, path }) => key === name && path.startsWith(start))
    .map(({ value, path }) => ['host', value, path]);
}

/** `cloud.yaml` of a service: one name on each line, as this platform writes it. */
function usesOfCloudFile({ data }: JsonObject): Use[] {
  const text = isJsonObject(data) ? data['cloud.yaml'] : undefined;
  if (typeof text !== 'string') return [];
  const path = 'data.cloud.yaml';
  const named = (['bucket', 'topic', 'subscription'] as const).flatMap((kind) =>
    [...text.matchAll(new RegExp(`^\\s+${kind}: (\\S+)$`, 'gm'))].map(
      ([, name = '']): Use => [kind, name, path],
    ),
  );
  const [, ...place] = PLACE.exec(text) ?? [];
  const keys = [...text.matchAll(SIGNING_KEY)].map(
    ([, ...key]): Use => ['key', [...place, ...key].join('/'), path],
  );
  return [...named, ...keys];
}

/** `namespace/name` of the ServiceAccount that acts: the object itself, or the one that a chart makes. */
function actorOf({ around }: FoundString, object: JsonObject): string {
  const { namespace, name } = identityOf(object);
  if (object.kind === 'ServiceAccount') return `${namespace}/${name}`;
  const destination = isJsonObject(object.spec) ? object.spec.destination : undefined;
  const target = isJsonObject(destination) ? String(destination.namespace) : namespace;
  // A chart calls the ServiceAccount as its values say around the annotations, or as its release.
  return `${target}/${typeof around.name === 'string' ? around.name : name}`;
}
