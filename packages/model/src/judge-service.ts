import type { EnvironmentDeclaration } from './declare';
import { FACT_OF_SETTING } from './fact-of-setting';
import type { Customized } from './overlay';
import type { ParsedService } from './parsed';
import type { Path, Report } from './report';
import type { EnvironmentFacts, ResolvedService } from './resolved';
import type { SquadHere } from './rules/quota';
import {
  type Contradiction,
  customizedServiceRules,
  resolvedServiceRules,
  type Surroundings,
} from './rules/resolved-service';
import { valueAt } from './value-at';

/** The layers from which a resolved service was made. */
export interface Layers {
  readonly service: ParsedService;
  readonly customized: readonly Customized[];
  readonly environment: EnvironmentDeclaration;
  readonly facts: EnvironmentFacts;
  readonly squad: SquadHere | undefined;
}

/** Runs the rules over a resolved service; each contradiction is shown to whoever brought it about. */
export function judgeService(resolved: ResolvedService, layers: Layers, report: Report): void {
  const surroundings: Surroundings = {
    facts: layers.facts,
    squad: layers.squad,
    from: (path) => from(path, layers),
    isWritten: (path) => isWritten(path, layers),
  };
  const rules = layers.customized.length === 0 ? [] : customizedServiceRules;
  for (const rule of [...resolvedServiceRules, ...rules]) {
    const contradiction = rule(resolved, surroundings);
    if (contradiction !== undefined) tell(contradiction, layers, report);
  }
}

/** The overlay's field where an overlay has a part in it: the base was right before. */
function tell(
  { code, sides }: Contradiction,
  { service, customized, environment }: Layers,
  report: Report,
): void {
  const common = { code, environment: environment.name };
  for (const { path, ...words } of sides) {
    const setter = setterOf(path, customized);
    if (setter === undefined) continue;
    const at = setter.overlay;
    const value = valueAt(setter.input, path);
    report.add({ ...common, at, path: [service.name, ...path], value, ...words });
    return;
  }
  const { declaration } = service;
  const written = sides.find(({ path }) => isInBase(path, service));
  const { path, ...words } = written ?? sides[0];
  report.add({ ...common, at: declaration, path, value: valueAt(declaration.input, path), ...words });
}

function setterOf(path: Path, customized: readonly Customized[]): Customized | undefined {
  return customized.find(({ input }) => valueAt(input, path) !== undefined);
}

function isWritten(path: Path, { service, customized }: Layers): boolean {
  return setterOf(path, customized) !== undefined || isInBase(path, service);
}

function isInBase(path: Path, { declaration }: ParsedService): boolean {
  return valueAt(declaration.input, path) !== undefined;
}

function from(path: Path, { service, customized }: Layers): string {
  if (setterOf(path, customized) !== undefined) return 'in an overlay';
  if (isInBase(path, service)) return 'in the base';
  const fact = (FACT_OF_SETTING as Readonly<Record<string, string>>)[path.join('.')];
  return fact === undefined ? 'by default' : `by the environment's fact ${fact}`;
}
