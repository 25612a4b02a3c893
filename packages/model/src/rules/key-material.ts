import { keysIn, notShown } from '@plinth/errors';
import type { Company, Declaration } from '../declare';
import { lineOfPath } from '../json-text';
import { LITERAL_KEY } from '../report';
import type { CompanyRule } from './company-rules';
import type { EnvironmentRule } from './environment-rule';

/** What is declared is committed, rendered and readable by many: a key there is a key lost. */
export const nothingDeclaredIsKey: CompanyRule = ({ company, report }) => {
  for (const at of declarationsOf(company)) {
    // A name that is no text is told elsewhere.
    for (const { kind } of keysIn(at.name)) report.add({ at, path: [], ...words(kind) });
    for (const { path, kind } of keysIn(at.input)) report.add({ at, path, ...words(kind) });
  }
};

/** Everything that people wrote for a company. */
export function declarationsOf({ base, environments, exceptions }: Company): readonly Declaration[] {
  return [
    ...base.services,
    ...base.squads,
    ...base.dependencies,
    ...environments.flatMap((environment) => [environment, ...environment.overlays]),
    ...exceptions,
  ];
}

/** Nor what promotion writes, or somebody in its place. Text that is no JSON is told elsewhere, and not shown. */
export const nothingReleasedIsKey: EnvironmentRule = ({ releasesFile: { file, text }, report }) => {
  for (const { path, kind } of keysIn(tryJson(text)))
    report.add({ at: { file, line: lineOfPath(text, path) }, path, ...words(kind) });
};

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function words(kind: string) {
  return {
    code: LITERAL_KEY,
    found: notShown(kind),
    allowed: 'references to secrets, such as vault.kv(path)',
    fix: 'make a new one, put it into Vault and declare it under `secrets`: this one has been in a file',
  };
}
