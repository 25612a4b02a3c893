import type { ResolveOptions } from './company';
import type { Company } from './declare';
import { originOf } from './provenance/origin';
import type { ResolvedEnvironment, ResolvedSecret, ResolvedService } from './resolved';
import { grantsOf, loginsOf, type VaultGrant, type VaultLogin } from './vault-logins';
import { databaseReader, secretFile } from './vault-names';

/** One path that a login may use, and why. */
export interface AccessGrant extends VaultGrant {
  /** What the program finds there. */
  readonly file?: string;
  /** Where the secret is declared: `file:line`. */
  readonly declared?: string;
  /** Where a job before a roll-out asks for it: `file:line`. */
  readonly asked?: string;
  /** Which part of the path is the file. */
  readonly field?: string;
  /** The account: of which database, with which schema of its own, reading those of whom. */
  readonly account?: {
    readonly database: string;
    readonly schema: string;
    readonly reads: readonly string[];
  };
}

/** Everything that one ServiceAccount may do in Vault. */
export interface Access {
  readonly role: string;
  readonly serviceAccount: string;
  readonly service: string;
  readonly kind: 'service' | 'job before the roll-out';
  readonly squad: string;
  readonly contact: string;
  /** Where the service has a release, in the order of promotion. */
  readonly environments: readonly string[];
  readonly grants: readonly AccessGrant[];
}

/**
 * Who may do what in Vault, with the line of each declaration, by role. Which secrets there are is the base's alone, so a login may
 * do the same in every environment in which it is.
 */
export function vaultAccess(
  company: Company,
  options: ResolveOptions,
  environments: readonly ResolvedEnvironment[],
): Access[] {
  const accesses = new Map<string, Access>();
  for (const { name: environment, services } of environments) {
    for (const service of services) {
      for (const login of loginsOf(service)) {
        const known = accesses.get(login.role);
        if (known !== undefined) {
          accesses.set(login.role, { ...known, environments: [...known.environments, environment] });
          continue;
        }
        const lineOf = (path: readonly (string | number)[]) => {
          const { file, line } = originOf(company, options, environment, service.name, path);
          return `${file}:${line}`;
        };
        accesses.set(login.role, accessOf(login, service, environment, lineOf));
      }
    }
  }
  return [...accesses.values()].sort((a, b) => (a.role < b.role ? -1 : 1));
}

type LineOf = (path: readonly (string | number)[]) => string;

function accessOf(login: VaultLogin, service: ResolvedService, environment: string, lineOf: LineOf): Access {
  const { role, namespace } = login;
  const isService = role === service.name;
  const grants = grantsOf(login).map((grant): AccessGrant => {
    const secret = login.secrets.find(({ name }) => name === grant.secret);
    if (secret === undefined) return grant;
    return {
      ...grant,
      file: secretFile(secret.name),
      declared: lineOf(['secrets', secret.name]),
      ...(!isService && { asked: lineOf(['beforeRollout', 'secrets']) }),
      ...contentOf(secret),
    };
  });
  return {
    role,
    serviceAccount: `${namespace}/${role}`,
    service: service.name,
    kind: isService ? 'service' : 'job before the roll-out',
    squad: service.squad,
    contact: service.contact,
    environments: [environment],
    grants,
  };
}

function contentOf(secret: ResolvedSecret): Pick<AccessGrant, 'field' | 'account'> {
  if (secret.engine === 'kv') return secret.field === undefined ? {} : { field: secret.field };
  const { database, schema, reads } = secret;
  return { account: { database, schema, reads: reads.map(ownerOf) } };
}

/** Whose schema a role reads. */
function ownerOf(reader: string): string {
  return reader.slice(0, -databaseReader('').length);
}
