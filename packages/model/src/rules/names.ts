import { show } from '@plinth/errors';
import type { Declaration } from '../declare';
import type { Mistake } from '../report';
import { isName, LONGEST_SERVICE_NAME, LONGEST_SQUAD_NAME, nameRule } from '../schema/name';
import type { BaseRule } from './base-rule';

/** Names are names that every place takes into which they go. */
export const namesAreValid: BaseRule = ({ base, report }) => {
  const check = (longest: number) => (declaration: Declaration) => {
    if (!isName(declaration.name, longest)) report.add(invalidName(declaration, longest));
  };
  base.squads.forEach(check(LONGEST_SQUAD_NAME));
  [...base.services, ...base.dependencies].forEach(check(LONGEST_SERVICE_NAME));
};

export function invalidName(declaration: Declaration, longest: number): Mistake {
  return {
    code: 'invalid-name',
    at: declaration,
    path: [],
    found: `the name ${show(declaration.name)}`,
    allowed: nameRule(longest),
    fix: 'rename it',
  };
}

/** No two services, dependencies or squads share a name, whatever the case of its letters. */
export const namesAreUnique: BaseRule = ({ base, report }) => {
  for (const group of [
    [...base.services, ...base.dependencies],
    base.squads,
  ] as readonly (readonly Declaration[])[]) {
    const seen = new Map<string, Declaration>();
    for (const declaration of group) {
      const key = declaration.name.toLowerCase();
      const first = seen.get(key);
      if (first === undefined) seen.set(key, declaration);
      else {
        const { file, line } = first.call.position;
        report.add({
          code: 'duplicate-name',
          at: declaration,
          path: [],
          found: `the name ${show(declaration.name)} again`,
          allowed: 'one declaration of each name in the company',
          fix: `rename this one or remove the other, in ${file.split('/').slice(-2).join('/')}:${line}`,
        });
      }
    }
  }
};
