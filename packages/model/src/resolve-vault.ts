import { addressesOf } from './addresses';
import { pullThrough } from './cloud-names';
import type { ParsedBase, ParsedService } from './parsed';
import type { Release, Releases } from './releases';
import type { EnvironmentFacts, ResolvedSecret, ResolvedVault } from './resolved';
import {
  beforeRolloutName,
  databaseReader,
  databaseRole,
  databaseSchema,
  VAULT_AGENT,
  VAULT_IMAGE,
} from './vault-names';

type Secret = NonNullable<ParsedService['input']['secrets']>[string];

interface Context {
  readonly base: ParsedBase;
  readonly facts: EnvironmentFacts;
  readonly releases: Releases;
}

const FIELD = 'value';

/** Stands in where a service is only judged, not rendered. */
const NO_RELEASE: Release = { version: '', digest: '', commit: '' };

/** Who a service is to Vault; nothing for one that asks for nothing there. */
export function resolveVault(service: ParsedService, context: Context): { readonly vault?: ResolvedVault } {
  const names = Object.keys(service.input.secrets ?? {});
  return login(service.name, names, service, context);
}

/** Who the job before its roll-out is to Vault: somebody else, with the secrets that it says. */
export function resolveVaultBefore(
  service: ParsedService,
  names: readonly string[] | undefined,
  context: Context,
): { readonly vault?: ResolvedVault } {
  return login(beforeRolloutName(service.name), names ?? [], service, context);
}

function login(role: string, names: readonly string[], service: ParsedService, context: Context) {
  const declared = service.input.secrets ?? {};
  const secrets = [...new Set(names)].sort().flatMap((name) => {
    const secret = declared[name];
    return secret === undefined ? [] : [resolveSecret(service.name, name, secret, context)];
  });
  return secrets.length === 0 ? {} : { vault: { role, secrets, agent: agent(context) } };
}

function resolveSecret(
  service: string,
  name: string,
  secret: Secret,
  { base, facts }: Context,
): ResolvedSecret {
  const { reload } = secret;
  const common = { name, ...(reload !== undefined && { reload }) };
  if (secret.engine === 'kv') {
    const { path, field = FIELD, format } = secret;
    return { ...common, engine: 'kv', path, ...(format === undefined ? { field } : { format }) };
  }
  const { database, reads = [], format = 'json' } = secret;
  const dependency = base.dependencies.get(database);
  const [range = ''] = dependency === undefined ? [] : addressesOf(dependency, facts);
  const [port = 0] = Object.values(dependency?.input.ports ?? {});
  return {
    ...common,
    engine: 'database',
    database,
    role: databaseRole(service, name),
    schema: databaseSchema(service),
    reads: [...new Set(reads)].sort().map(databaseReader),
    host: range.replace(/\/32$/, ''),
    port,
    format,
  };
}

function agent({ facts, releases }: Context): ResolvedVault['agent'] {
  const release = releases[VAULT_AGENT] ?? NO_RELEASE;
  const repository = pullThrough('docker-io', VAULT_IMAGE, facts);
  return { reference: `${repository}:${release.version}@${release.digest}`, repository, ...release };
}
