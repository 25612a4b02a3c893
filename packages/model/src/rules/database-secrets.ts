import { didYouMean, oneOf } from '@plinth/errors';
import type { Readable } from '../parsed';
import type { Mistake } from '../report';
import { valueAt } from '../value-at';
import type { BaseContext, BaseRule } from './base-rule';

type DatabaseSecret = Extract<NonNullable<Readable['input']['secrets']>[string], { engine: 'database' }>;
type Words = Pick<Mistake, 'code' | 'allowed' | 'fix' | 'other'>;

/** An account is of a database that we make, that the service calls, and of which it has one. */
export const accountsAreOfDatabases: BaseRule = (context) => {
  for (const service of context.parsed.readable) {
    const seen = new Map<string, string>();
    for (const [name, { database }] of databasesIn(service)) {
      const first = seen.get(database);
      seen.set(database, first ?? name);
      const mistake = databaseMistake(context, service, database, first);
      if (mistake === undefined) continue;
      const path = ['secrets', name, 'database'];
      context.report.add({ at: service.declaration, path, value: database, ...mistake });
    }
  }
};

function databaseMistake(
  { base, parsed }: BaseContext,
  service: Readable,
  database: string,
  first: string | undefined,
): Words | undefined {
  const databases = base.dependencies.filter(({ input }) => isWritten(input, 'cloudSql'));
  if (!databases.some(({ name }) => name === database)) {
    const names = databases.map(({ name }) => name);
    const declaration = parsed.declared.get(database);
    const isDependency = declaration?.kind === 'external-dependency';
    return {
      code: 'unknown-database',
      allowed: `a dependency with \`cloudSql\`: ${names.length === 0 ? 'there is none' : oneOf(names)}`,
      fix: isDependency
        ? 'choose one of these, or use vault.kv(path): only in databases of ours Vault makes accounts. It is declared at'
        : didYouMean(database, names, 'declare it first, with `cloudSql`'),
      ...(isDependency && { other: { at: declaration, path: [], value: declaration.input } }),
    };
  }
  if (first !== undefined) {
    const fix = 'remove one of the two: both would be accounts with the same rights';
    return {
      code: 'duplicate-secret',
      allowed: `one account of each database, which is "${first}" here`,
      fix,
    };
  }
  const { calls } = service.input;
  // A list that failed its own check is told there.
  const isRead = calls !== undefined || !isWritten(service.declaration.input, 'calls');
  if (!isRead || calls?.includes(database)) return undefined;
  return {
    code: 'database-not-called',
    allowed: `databases that ${service.name} calls`,
    fix: `add "${database}" to its \`calls\`: without that it does not get there`,
  };
}

/** Whose tables a service reads is of its own squad, and has them in the same database. */
export const readsAreOfNeighbours: BaseRule = (context) => {
  for (const service of context.parsed.readable) {
    for (const [name, secret] of databasesIn(service)) {
      const seen = new Set<string>();
      for (const [index, owner] of (secret.reads ?? []).entries()) {
        const mistake = readMistake(context, service, secret, owner, seen.has(owner));
        seen.add(owner);
        if (mistake === undefined) continue;
        const path = ['secrets', name, 'reads', index];
        context.report.add({ at: service.declaration, path, value: owner, ...mistake });
      }
    }
  }
};

function readMistake(
  { parsed }: BaseContext,
  { name: self, input: { squad } }: Readable,
  { database }: DatabaseSecret,
  owner: string,
  again: boolean,
): Words | undefined {
  if (again) return { code: 'duplicate-read', allowed: 'each service once', fix: 'remove one of the two' };
  if (owner === self) {
    const fix = 'remove it: a service reads and writes its own schema by itself';
    return { code: 'self-read', allowed: 'other services', fix };
  }
  const declared = parsed.readable.find(({ name }) => name === owner);
  const others = declared?.input.squad;
  const isForeign = squad !== undefined && others !== undefined && others !== squad;
  const neighbours = parsed.readable
    .filter(({ name, input }) => name !== self && (squad === undefined || input.squad === squad))
    .filter((one) => databasesIn(one).some(([, secret]) => secret.database === database))
    .map(({ name }) => name);
  const failed = declared?.input.secrets === undefined && isWritten(declared?.declaration.input, 'secrets');
  if (!isForeign && (neighbours.includes(owner) || failed)) return undefined;
  const who = `services of the squad ${squad} with an account of ${database}`;
  const allowed = `${who}: ${neighbours.length === 0 ? 'there is no other' : oneOf(neighbours)}`;
  if (isForeign) {
    const fix = `ask the squad ${others} for an interface, or move the data: whoever owns tables decides who reads them`;
    return { code: 'foreign-read', allowed, fix };
  }
  return {
    code: 'unknown-read',
    allowed,
    fix:
      declared === undefined
        ? didYouMean(owner, neighbours, 'declare it first')
        : `${owner} has no schema in ${database}: ask its program instead, or declare its account there`,
  };
}

/** Roles and schemas that a database has before anybody asks, and that are no service's. */
const TAKEN = /^(?:public|postgres|cloudsql.*)$/;

/** In a database, a service is the role and the schema of its own name. */
export const schemasAreFree: BaseRule = ({ parsed, report }) => {
  for (const service of parsed.readable) {
    const [account] = databasesIn(service);
    if (account === undefined || !TAKEN.test(service.name)) continue;
    report.add({
      code: 'invalid-name',
      at: service.declaration,
      path: [],
      found: `the name "${service.name}", which PostgreSQL or Cloud SQL has for its own`,
      allowed: 'names that are free as a role and as a schema of a database',
      fix: 'rename the service, or leave its vault.database out',
    });
  }
};

function databasesIn({ input }: Readable): [string, DatabaseSecret][] {
  return Object.entries(input.secrets ?? {}).flatMap(([name, secret]): [string, DatabaseSecret][] =>
    secret.engine === 'database' ? [[name, secret]] : [],
  );
}

function isWritten(input: unknown, field: string): boolean {
  return valueAt(input, [field]) !== undefined;
}
