import { didYouMean, oneOf } from '@plinth/errors';
import type { ParsedDependency } from '../parsed';
import { tryCidr } from '../schema/network';
import type { BaseRule } from './base-rule';
import type { EnvironmentContext, EnvironmentRule } from './environment-rule';
import { contains } from './network-ranges';

/** A database of ours is what its callers take it for: Cloud SQL, at one port. */
export const databasesAreCloudSql: BaseRule = ({ parsed, report }) => {
  for (const { declaration: at, input } of databasesIn(parsed.dependencies)) {
    const { trust, ports, reach } = input;
    if (trust !== 'cloud-sql') {
      const allowed = '"cloud-sql" for a dependency with `cloudSql`: Cloud SQL shows its own certificate';
      report.add({ code: 'database', at, path: ['trust'], value: trust, allowed, fix: 'write "cloud-sql"' });
    }
    if (Object.keys(ports).length !== 1) {
      const allowed = 'one port for a dependency with `cloudSql`, such as { postgres: 5432 }';
      report.add({ code: 'database', at, path: ['ports'], value: ports, allowed, fix: 'leave one' });
    }
    if (reach === 'internet') {
      const allowed = 'a dependency with `cloudSql` at an address of the network';
      report.add({ code: 'database', at, path: ['reach'], value: reach, allowed, fix: 'leave `reach` out' });
    }
  }
};

/** Each database that the base asks for is made, at the one address where its callers look for it; and no other. */
export const cloudDatabases: EnvironmentRule = (context) => {
  const databases = databasesIn(context.parsed.dependencies);
  for (const database of databases) {
    if (hasEntry(context, database)) hasAddress(context, database);
  }
  addressesDiffer(context, databases);
  entriesAreAskedFor(context, databases);
};

function databasesIn(dependencies: ReadonlyMap<string, ParsedDependency>): ParsedDependency[] {
  return [...dependencies.values()].filter(({ input }) => input.cloudSql !== undefined);
}

/** `environment` is not told: where it stands says it. */
function hasEntry({ environment, facts, report }: EnvironmentContext, database: ParsedDependency): boolean {
  const { name, declaration } = database;
  if (Object.hasOwn(facts.cloud?.databases ?? {}, name)) return true;
  report.add({
    code: 'no-database',
    at: environment,
    path: facts.cloud === undefined ? ['cloud'] : ['cloud', 'databases', name],
    value: undefined,
    allowed: `size and tier of ${name}, which the base asks for with \`cloudSql\``,
    fix: `add "${name}" to \`cloud.databases\` of ${environment.name}; it is asked for at`,
    other: { at: declaration, path: ['cloudSql'], value: declaration.input.cloudSql },
  });
  return false;
}

function hasAddress({ environment, facts, report }: EnvironmentContext, { name }: ParsedDependency): void {
  const addresses = facts.dependencies[name];
  const endpoints = tryCidr(facts.cloud?.endpoints);
  // What has no address at all is told by another rule.
  if (addresses === undefined || endpoints === undefined) return;
  const [address] = addresses.map(tryCidr);
  const isOne = addresses.length === 1 && address?.mask === 32;
  if (isOne && contains(endpoints, address)) return;
  report.add({
    code: 'database-address',
    at: environment,
    path: ['dependencies', name],
    value: addresses,
    allowed: `one address with /32 within cloud.endpoints, which is ${endpoints}`,
    fix: isOne
      ? 'choose one there that is free, or move cloud.endpoints at'
      : 'write its one address; the range stands at',
    other: { at: environment, path: ['cloud', 'endpoints'], value: facts.cloud?.endpoints },
  });
}

function addressesDiffer(
  { environment, facts, report }: EnvironmentContext,
  databases: readonly ParsedDependency[],
): void {
  const seen = new Map<string, string>();
  for (const { name } of databases) {
    for (const [index, address] of (facts.dependencies[name] ?? []).entries()) {
      const first = seen.get(address);
      seen.set(address, first ?? name);
      if (first === undefined || first === name) continue;
      report.add({
        code: 'database-address',
        at: environment,
        path: ['dependencies', name, index],
        value: address,
        allowed: `an address that ${first} does not have`,
        fix: 'choose another one within cloud.endpoints',
      });
    }
  }
}

function entriesAreAskedFor(
  { base, environment, facts, report }: EnvironmentContext,
  databases: readonly ParsedDependency[],
): void {
  const asked = databases.map(({ name }) => name);
  for (const [name, value] of Object.entries(facts.cloud?.databases ?? {})) {
    if (asked.includes(name)) continue;
    const declaration = base.dependencies.find((one) => one.name === name);
    report.add({
      code: 'unknown-database',
      at: environment,
      path: ['cloud', 'databases', name],
      found: `a database for "${name}"`,
      value,
      allowed: `dependencies with \`cloudSql\`: ${asked.length === 0 ? 'none' : oneOf(asked)}`,
      fix:
        declaration === undefined
          ? didYouMean(name, asked, 'remove it')
          : 'remove it, or say `cloudSql` of the dependency at',
      ...(declaration !== undefined && { other: { at: declaration, path: [], value: declaration.input } }),
    });
  }
}
