import { didYouMean, oneOf, show } from '@plinth/errors';
import { lineOfPath } from '../json-text';
import type { Readable } from '../parsed';
import { isMap } from '../plain-map';
import { valueAt } from '../value-at';
import { VAULT_AGENT, VAULT_IMAGE } from '../vault-names';
import type { BaseRule } from './base-rule';
import type { CompanyRule } from './company-rules';
import type { EnvironmentRule } from './environment-rule';

type Secrets = NonNullable<Readable['input']['secrets']>;
type Kv = Extract<Secrets[string], { engine: 'kv' }>;

/** Who writes a path, and who reads it, follows from its first part; where it is, from the environment. */
export const pathsAreOfSquad: CompanyRule = ({ company, parsed, report }) => {
  const environments = company.environments.map(({ name }) => name);
  for (const { declaration: at, input } of parsed.readable) {
    const { squad } = input;
    if (squad === undefined) continue;
    for (const [name, { path }] of kvIn(input.secrets)) {
      const [first = '', ...rest] = path.split('/');
      const isOwn = first === squad;
      const environment = [...(isOwn ? [] : [first]), ...rest].find((part) => environments.includes(part));
      const place = { at, path: ['secrets', name, 'path'], value: path };
      const own = pathOfSquad(squad, path, environments);
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
          fix: `write "${own}", and put the value there`,
        });
      }
    }
  }
};

/** What was meant: without environments and, where the squad stands inside, from there on. */
function pathOfSquad(squad: string, path: string, environments: readonly string[]): string {
  const parts = path
    .split('/')
    .filter((part, index) => !environments.includes(part) || (index === 0 && part === squad));
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

function kvIn(secrets: Secrets | undefined): [string, Kv][] {
  return Object.entries(secrets ?? {}).flatMap(([name, secret]): [string, Kv][] =>
    secret.engine === 'kv' ? [[name, secret]] : [],
  );
}

/** Told of a change is what listens: a run reads its files when it starts. */
export const reloadIsHeard: BaseRule = ({ parsed, report }) => {
  for (const { declaration: at, input } of parsed.readable) {
    if (at.kind !== 'scheduled-job') continue;
    for (const [name, { reload }] of Object.entries(input.secrets ?? {})) {
      if (reload === undefined) continue;
      report.add({
        code: 'reload-unheard',
        at,
        path: ['secrets', name, 'reload'],
        value: reload,
        allowed: '`reload` of programs with a health port, which a scheduled job has not',
        fix: 'remove it: each run reads its files anew',
      });
    }
  }
};

/** The job before a roll-out gets secrets of its service. */
export const jobsSecretsAreDeclared: BaseRule = ({ parsed, report }) => {
  for (const { name: service, declaration: at, input } of parsed.readable) {
    const declared = secretsWritten(at.input);
    const seen = new Set<string>();
    for (const [index, name] of (input.beforeRollout?.secrets ?? []).entries()) {
      const again = seen.has(name);
      seen.add(name);
      if (declared.includes(name) && !again) continue;
      report.add({
        code: again ? 'duplicate-secret' : 'unknown-secret',
        at,
        path: ['beforeRollout', 'secrets', index],
        value: name,
        found: show(name),
        allowed: again
          ? 'each secret once'
          : `secrets that ${service} declares: ${declared.length === 0 ? 'it has none' : oneOf(declared)}`,
        fix: again ? 'remove one of the two' : didYouMean(name, declared, 'declare it under `secrets`'),
      });
    }
  }
};

/** Also of what failed its check: a name is as good there. */
function secretsWritten(input: unknown): string[] {
  const secrets = valueAt(input, ['secrets']);
  return isMap(secrets) ? Object.keys(secrets) : [];
}

/** Where something asks for secrets, what fetches them has an image. One mistake, however many ask. */
export const agentIsReleased: EnvironmentRule = ({ parsed, environment, releases, releasesFile, report }) => {
  if (Object.hasOwn(releases, VAULT_AGENT)) return;
  const asking = [...parsed.services.values()].find(
    ({ name, input }) => Object.hasOwn(releases, name) && Object.keys(input.secrets ?? {}).length > 0,
  );
  if (asking === undefined) return;
  const { file, text } = releasesFile;
  report.add({
    code: 'agent-not-released',
    at: { file, line: lineOfPath(text, [asking.name]) },
    path: [VAULT_AGENT],
    found: `no release of "${VAULT_AGENT}" in ${environment.name}`,
    allowed: `one where services with secrets have a release, as ${asking.name} has`,
    fix: `add "${VAULT_AGENT}": { "version", "digest", "commit" } of the image ${VAULT_IMAGE}`,
  });
};
