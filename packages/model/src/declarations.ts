import { show } from '@plinth/errors';
import type { Company, Declaration, EnvironmentDeclaration } from './declare';
import type { Report } from './report';
import { invalidName } from './rules/names';
import { LONGEST_SERVICE_NAME, LONGEST_SQUAD_NAME } from './schema/name';
import { services } from './schema/service';

/**
 * A company of declarations alone. What is none, because a function was not called or two files import each
 * other, is told and left out, so that everything after may rely on names, kinds and places.
 */
export function onlyDeclarations(company: Company, report: Report): Company {
  const base: Partial<Company['base']> = company.base ?? {};
  const of = <D extends Declaration>(list: unknown, path: string, kinds: readonly string[]): D[] =>
    declarationsIn<D>(list, path.split('.'), kinds, report);
  const environments = of<EnvironmentDeclaration>(company.environments, 'environments', ['environment']);
  return {
    base: {
      services: named(
        of(base.services, 'base.services', Object.keys(services)),
        LONGEST_SERVICE_NAME,
        report,
      ),
      squads: named(of(base.squads, 'base.squads', ['squad']), LONGEST_SQUAD_NAME, report),
      dependencies: named(
        of(base.dependencies, 'base.dependencies', ['external-dependency']),
        LONGEST_SERVICE_NAME,
        report,
      ),
    },
    environments: environments.map((environment) => ({
      ...environment,
      overlays: of(environment.overlays, `environments.${environment.name}.overlays`, ['overlay']),
    })),
    exceptions: of(company.exceptions, 'exceptions', ['exception']),
  };
}

function declarationsIn<D extends Declaration>(
  list: unknown,
  path: readonly string[],
  kinds: readonly string[],
  report: Report,
): D[] {
  const refuse = (at: readonly (string | number)[], found: string) =>
    report.add({
      code: 'no-declaration',
      at: 'company',
      path: at,
      found,
      allowed: `a list of what ${kinds.map((kind) => `${functionOf(kind)}()`).join(', ')} returned`,
      fix: 'call the function; "nothing" often means that two files import each other',
    });
  if (!Array.isArray(list)) {
    refuse(path, show(list));
    return [];
  }
  return list.filter((entry: unknown, index): entry is D => {
    const isDeclared = isDeclaration(entry) && kinds.includes(entry.kind);
    if (!isDeclared)
      refuse([...path, index], isDeclaration(entry) ? `a declaration of kind "${entry.kind}"` : show(entry));
    return isDeclared;
  });
}

function isDeclaration(entry: unknown): entry is Declaration {
  return typeof entry === 'object' && entry !== null && 'kind' in entry && 'call' in entry;
}

function named<D extends Declaration>(declarations: readonly D[], longest: number, report: Report): D[] {
  return declarations.filter((declaration) => {
    const isNamed = typeof declaration.name === 'string';
    if (!isNamed) report.add(invalidName(declaration, longest));
    return isNamed;
  });
}

/** `web-service` is what `webService()` returns. */
function functionOf(kind: string): string {
  return kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
