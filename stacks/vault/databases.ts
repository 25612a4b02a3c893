import {
  ADD_ON_IDENTITIES,
  databaseReader,
  googleServiceAccountEmail,
  type ResolvedEnvironment,
  type ResolvedSecret,
  VAULT_MOUNTS,
  vaultLogins,
} from '@plinth/model';
import { Duration } from '@plinth/units';
import { DatabaseLogins } from '@plinth/vault';
import type { Place } from './place';

const LEASE = { ttl: Duration.hours(1), maxTtl: Duration.hours(24) };

/** As in Cloud SQL: foundation makes Vault a member. */
const ADMINISTRATOR = 'cloudsqlsuperuser';

type DatabaseSecret = Extract<ResolvedSecret, { readonly engine: 'database' }>;

/** An account of each database for each service that declares one. */
export function databases({ environment, options }: Place): void {
  const { facts } = environment;
  const logins = new DatabaseLogins(
    VAULT_MOUNTS.database,
    { mountPath: VAULT_MOUNTS.database, lease: LEASE },
    options,
  );
  const email = googleServiceAccountEmail(ADD_ON_IDENTITIES.vault.serviceAccount, facts);
  for (const { name, cloudSql } of environment.dependencies) {
    if (cloudSql === undefined) continue;
    logins.addCloudSql({
      databaseName: name,
      instance: `${facts.project}:${facts.region}:${name}`,
      user: email.replace(/\.gserviceaccount\.com$/, ''),
      administrator: ADMINISTRATOR,
      accounts: accountsOf(name, environment),
    });
  }
}

/** By role. A service has one secret of a database at most, which the job before its roll-out may read too. */
function accountsOf(database: string, environment: ResolvedEnvironment) {
  const secrets = vaultLogins(environment)
    .flatMap((login) => login.secrets)
    .filter(
      (secret): secret is DatabaseSecret => secret.engine === 'database' && secret.database === database,
    );
  return Object.fromEntries(
    secrets.map(({ role, schema, reads }) => [role, { schema, reader: databaseReader(schema), reads }]),
  );
}
