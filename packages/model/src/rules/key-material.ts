import type { Declaration } from '../declare';
import { keysIn, notShown } from '../key-material';
import type { CompanyRule } from './company-rules';

/** What is declared is committed, rendered and readable by many: a key there is a key lost. */
export const nothingDeclaredIsKey: CompanyRule = ({ company, report }) => {
  const { base, environments, exceptions } = company;
  const declarations: readonly Declaration[] = [
    ...base.services,
    ...base.squads,
    ...base.dependencies,
    ...environments.flatMap((environment) => [environment, ...environment.overlays]),
    ...exceptions,
  ];
  for (const at of declarations) {
    for (const { path, kind } of keysIn(at.input)) {
      report.add({
        code: 'literal-key',
        at,
        path,
        found: notShown(kind),
        allowed: 'references to secrets, such as vault.kv(path)',
        fix: 'make a new one, put it into Vault and declare it under `secrets`: this one has been in a file',
      });
    }
  }
};
