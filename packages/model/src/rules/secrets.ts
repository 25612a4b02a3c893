import { didYouMean, oneOf, show } from '@plinth/errors';
import { lineOfPath } from '../json-text';
import { isMap } from '../plain-map';
import { valueAt } from '../value-at';
import { VAULT_AGENT, VAULT_IMAGE } from '../vault-names';
import type { BaseRule } from './base-rule';
import type { EnvironmentRule } from './environment-rule';

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
