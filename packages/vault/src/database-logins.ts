import { type Problem, show, UserError } from '@plinth/errors';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import { Component, type Transform } from './component';
import { accountStatements, type DatabaseOwner } from './database-account';
import { nameProblems } from './name';
import { pathProblems } from './path';
import { type TokenLife, tokenLifeProblems } from './token';

export interface DatabaseLoginsArgs {
  readonly mountPath: string;
  /** How long an account lives. */
  readonly lease: TokenLife;
  readonly transform?: { readonly mount?: Transform<vault.MountArgs> };
}

/** A PostgreSQL database of Cloud SQL, which knows Vault by the identity of its pod: there is no password to keep. */
export interface CloudSqlDatabase {
  /** Of the connection, and of the database. */
  readonly databaseName: string;
  /** `project:region:instance`. */
  readonly instance: string;
  /** Vault, as IAM calls it, without `.gserviceaccount.com`. */
  readonly user: string;
  /** The role of the database in which Vault makes accounts. */
  readonly administrator: string;
  /** By the role of Vault that makes the account. */
  readonly accounts: Readonly<Record<string, DatabaseOwner>>;
  readonly transform?: {
    readonly connection?: Transform<vault.database.SecretBackendConnectionArgs>;
    readonly roles?: Transform<vault.database.SecretBackendRoleArgs>;
  };
}

const PLUGIN = 'postgresql-database-plugin';
const INSTANCE = /^[a-z][a-z0-9-]*:[a-z0-9-]+:[a-z][a-z0-9-]*$/;
const USER = /^[a-z0-9-]+@[a-z0-9-]+\.iam$/;
/** PostgreSQL's longest name. */
const LONGEST = 63;
const ROLE = /^[a-z][a-z0-9:_-]*$/;

/** Seconds after which a connection is made anew: with another standby, or another certificate. */
const CONNECTION_SECONDS = 600;

/** Whose account it is can be read in the database: the role first, then what makes it the only one. */
const ACCOUNT_NAME =
  '{{ printf "v-%s-%s-%s" (.RoleName | truncate 28) (random 20) (unix_time) | truncate 63 }}';

/**
 * Accounts of databases: each holder gets one of its own, which Vault takes back.
 * @see https://developer.hashicorp.com/vault/docs/secrets/databases/postgresql
 */
export class DatabaseLogins extends Component {
  readonly nodes: { readonly mount: vault.Mount };
  readonly #where: string;
  readonly #args: DatabaseLoginsArgs;

  constructor(name: string, args: DatabaseLoginsArgs, options?: ComponentResourceOptions) {
    const where = `DatabaseLogins ${name}`;
    UserError.throwIfAny([
      ...pathProblems(`${where}: mountPath`, args.mountPath),
      ...tokenLifeProblems(`${where}: lease`, args.lease),
    ]);
    super('DatabaseLogins', name, options);
    this.#where = where;
    this.#args = args;
    this.nodes = { mount: this.#createMount() };
    this.registerOutputs();
  }

  /** Makes accounts there, of these roles and no others. */
  addCloudSql(database: CloudSqlDatabase): vault.database.SecretBackendConnection {
    UserError.throwIfAny(databaseProblems(`${this.#where}: ${database.databaseName}`, database));
    const connection = this.#createConnection(database);
    for (const [role, owner] of Object.entries(database.accounts))
      this.#createRole(role, owner, database, connection);
    return connection;
  }

  #createMount(): vault.Mount {
    const { mountPath, lease, transform } = this.#args;
    const mount: vault.MountArgs = {
      path: mountPath,
      type: 'database',
      description: 'Accounts of databases: an hour at a time, a day at most',
      defaultLeaseTtlSeconds: lease.ttl.seconds,
      maxLeaseTtlSeconds: lease.maxTtl.seconds,
    };
    return new vault.Mount(...this.child(undefined, mount, transform?.mount));
  }

  #createConnection({ databaseName, instance, user, accounts, transform }: CloudSqlDatabase) {
    const connection: vault.database.SecretBackendConnectionArgs = {
      backend: this.nodes.mount.path,
      name: databaseName,
      pluginName: PLUGIN,
      allowedRoles: Object.keys(accounts).sort(),
      // What a connection needs to work is said when it is made, and not to the first pod that asks.
      verifyConnection: true,
      postgresql: {
        authType: 'gcp_iam',
        // Google's connector speaks TLS around it, with certificates of both sides.
        connectionUrl: `host=${instance} user=${user} dbname=${databaseName} sslmode=disable`,
        maxConnectionLifetime: CONNECTION_SECONDS,
        // A password is not in a statement, so it is in no log of statements.
        passwordAuthentication: 'scram-sha-256',
        usernameTemplate: ACCOUNT_NAME,
      },
      // The provider has no word for it: through the endpoint of Private Service Connect.
      data: { use_psc: 'true' },
    };
    return new vault.database.SecretBackendConnection(
      ...this.child(databaseName, connection, transform?.connection),
    );
  }

  #createRole(
    role: string,
    owner: DatabaseOwner,
    { administrator, transform }: CloudSqlDatabase,
    connection: vault.database.SecretBackendConnection,
  ): vault.database.SecretBackendRole {
    const { creation, renewal, revocation } = accountStatements(owner, administrator);
    const { ttl, maxTtl } = this.#args.lease;
    const args: vault.database.SecretBackendRoleArgs = {
      backend: this.nodes.mount.path,
      name: role,
      dbName: connection.name,
      creationStatements: [...creation],
      renewStatements: [...renewal],
      revocationStatements: [...revocation],
      rollbackStatements: [...revocation],
      defaultTtl: ttl.seconds,
      maxTtl: maxTtl.seconds,
    };
    return new vault.database.SecretBackendRole(...this.child(role, args, transform?.roles));
  }
}

/** What would be read as something else: by Google's connector, by Vault, or by PostgreSQL. */
export function databaseProblems(where: string, database: CloudSqlDatabase): Problem[] {
  const { databaseName, instance, user, administrator, accounts } = database;
  return [
    ...nameProblems(`${where}: databaseName`, databaseName),
    ...formProblems(`${where}: instance`, instance, INSTANCE, '"project:region:instance"'),
    ...formProblems(`${where}: user`, user, USER, 'a service account of Google: "vault@project.iam"'),
    ...roleProblems(`${where}: administrator`, administrator),
    ...Object.entries(accounts).flatMap(([role, { schema, reader, reads }]) => [
      ...nameProblems(`${where}: accounts`, role),
      ...[schema, reader, ...reads].flatMap((name) => roleProblems(`${where}: accounts.${role}`, name)),
    ]),
  ];
}

function roleProblems(where: string, name: string): Problem[] {
  const allowed = `a role of PostgreSQL of 1 to ${LONGEST} lower-case letters, digits, hyphens and colons`;
  return formProblems(where, name.length > LONGEST ? '' : name, ROLE, allowed);
}

function formProblems(where: string, found: string, form: RegExp, allowed: string): Problem[] {
  if (form.test(found)) return [];
  return [{ code: 'database-login', where, found: show(found), allowed, fix: 'write it in this form' }];
}
