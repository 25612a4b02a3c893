import type { Readable } from '../parsed';
import type { BaseRule } from './base-rule';
import type { CompanyRule } from './company-rules';

type Secrets = NonNullable<Readable['input']['secrets']>;
type Kv = Extract<Secrets[string], { engine: 'kv' }>;

/** Who writes a path, and who reads it, follows from its first part; where it is, from the environment. */
export const pathsAreOfSquad: CompanyRule = ({ company, parsed, report }) => {
  const environments = company.environments.map(({ name }) => name);
  const squads = company.base.squads.map(({ name }) => name);
  for (const { declaration: at, input } of parsed.readable) {
    const { squad } = input;
    if (squad === undefined) continue;
    for (const [name, { path }] of kvIn(input.secrets)) {
      const [first = '', ...rest] = path.split('/');
      const isOwn = first === squad;
      const environment = [...(isOwn ? [] : [first]), ...rest].find((part) => environments.includes(part));
      const place = { at, path: ['secrets', name, 'path'], value: path };
      const isOthers = !isOwn && squads.includes(first);
      const own = pathOfSquad(squad, isOthers ? rest : [first, ...rest], environments);
      if (environment !== undefined) {
        report.add({
          code: 'environment-in-path',
          ...place,
          allowed: `a path without "${environment}": each environment has a Vault of its own`,
          fix: `write "${own}", the same everywhere`,
        });
      } else if (!isOwn) {
        report.add({
          code: 'foreign-path',
          ...place,
          allowed: `a path below "${squad}/", the squad that owns the service`,
          fix: isOthers
            ? `ask the squad ${first} for an interface, or write "${own}" and put a value of your own there`
            : `write "${own}", and put the value there`,
        });
      }
    }
  }
};

/** What was meant: without environments and, where the squad stands inside, from there on. */
function pathOfSquad(squad: string, written: readonly string[], environments: readonly string[]): string {
  const parts = written.filter(
    (part, index) => !environments.includes(part) || (index === 0 && part === squad),
  );
  const start = parts.indexOf(squad);
  const rest = parts.slice(start + 1);
  return [squad, ...(rest.length === 0 ? ['key'] : rest)].join('/');
}

/** A secret is one file: read twice, its two copies would differ for a moment at each change. */
export const pathsAreReadOnce: BaseRule = ({ parsed, report }) => {
  for (const { declaration: at, input } of parsed.readable) {
    const seen = new Map<string, string>();
    for (const [name, { path, field, format }] of kvIn(input.secrets)) {
      if (field !== undefined && format !== undefined) {
        report.add({
          code: 'field-and-format',
          at,
          path: ['secrets', name, 'field'],
          value: field,
          allowed: 'one field as it is, or all of them with `format`',
          fix: 'leave `field` or `format` out',
        });
        continue;
      }
      const what = format === undefined ? `the field "${field ?? 'value'}"` : 'all fields';
      const first = seen.get(`${path} ${what}`);
      seen.set(`${path} ${what}`, first ?? name);
      if (first === undefined) continue;
      report.add({
        code: 'duplicate-secret',
        at,
        path: ['secrets', name, 'path'],
        value: path,
        allowed: `what "${first}" does not hold, which is ${what} there`,
        fix: 'remove one of the two',
      });
    }
  }
};

/**
 * What a service reads, no other does. Vault grants whole paths, so another field of the same path is no other secret.
 * A path of another squad is told as that.
 */
export const pathsAreOfOneService: BaseRule = ({ parsed, report }) => {
  const readers = new Map<string, { readonly service: Readable; readonly secret: string }>();
  for (const service of parsed.readable) {
    const { squad, secrets } = service.input;
    for (const [secret, { path: value }] of kvIn(secrets)) {
      if (squad === undefined || !value.startsWith(`${squad}/`)) continue;
      const first = readers.get(value) ?? { service, secret };
      readers.set(value, first);
      if (first.service.name === service.name) continue;
      const path = ['secrets', secret, 'path'];
      const own = `${squad}/${service.name}/${secret}`;
      const isFree = value !== own;
      report.add({
        code: 'shared-path',
        at: service.declaration,
        path,
        value,
        allowed: `a path that no other service reads; this one is ${first.service.name}'s`,
        fix: `give each a path and a value of its own${isFree ? `, here for example "${own}"` : ''}; the other is at`,
        other: { at: first.service.declaration, path: ['secrets', first.secret, 'path'], value },
      });
    }
  }
};

function kvIn(secrets: Secrets | undefined): [string, Kv][] {
  return Object.entries(secrets ?? {}).flatMap(([name, secret]): [string, Kv][] =>
    secret.engine === 'kv' ? [[name, secret]] : [],
  );
}
