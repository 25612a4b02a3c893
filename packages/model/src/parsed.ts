import type { z } from 'zod';
import { check } from './_zod-mistakes';
import type {
  Base,
  Declaration,
  DependencyDeclaration,
  ServiceDeclaration,
  SquadDeclaration,
} from './declare';
import type { Report } from './report';
import { externalDependency } from './schema/dependency';
import { type ServiceKind, services } from './schema/service';
import { squad } from './schema/squad';

export type ParsedInput<K extends ServiceKind> = z.output<(typeof services)[K]>;

/** A service's declaration whose input has passed its schema. */
export type ParsedService = {
  [K in ServiceKind]: {
    readonly kind: K;
    readonly name: string;
    readonly declaration: ServiceDeclaration<K>;
    readonly input: ParsedInput<K>;
  };
}[ServiceKind];

export interface Parsed<D, O> {
  readonly name: string;
  readonly declaration: D;
  readonly input: O;
}

export type ParsedSquad = Parsed<SquadDeclaration, z.output<typeof squad>>;
export type ParsedDependency = Parsed<DependencyDeclaration, z.output<typeof externalDependency>>;

/** The base after its schemas; what failed them is missing here and stands in the report. */
export interface ParsedBase {
  readonly services: ReadonlyMap<string, ParsedService>;
  readonly squads: ReadonlyMap<string, ParsedSquad>;
  readonly dependencies: ReadonlyMap<string, ParsedDependency>;
  /** Every declared name, also of what failed: a call to it is no second mistake. */
  readonly declared: ReadonlyMap<string, Declaration>;
}

/** Checks one input against its schema; undefined when it failed. */
export function parse<S extends z.ZodType>(
  schema: S,
  at: Declaration,
  input: unknown,
  report: Report,
): z.output<S> | undefined {
  const { value, mistakes } = check(schema, input);
  for (const mistake of mistakes) report.add({ at, ...mistake });
  return value;
}

export function parseBase(base: Base, report: Report): ParsedBase {
  const services = collect(base.services, (declaration) => parseService(declaration, report));
  const squads = collect(base.squads, (declaration) => parseAs(squad, declaration, report));
  const dependencies = collect(base.dependencies, (declaration) =>
    parseAs(externalDependency, declaration, report),
  );
  const all: Declaration[] = [...base.services, ...base.dependencies];
  return {
    services,
    squads,
    dependencies,
    declared: new Map(all.map((declaration) => [declaration.name, declaration])),
  };
}

export function parseService(
  declaration: ServiceDeclaration,
  report: Report,
  input: unknown = declaration.input,
): ParsedService | undefined {
  const parsed = parse(services[declaration.kind], declaration, input, report);
  return (
    parsed &&
    ({ kind: declaration.kind, name: declaration.name, declaration, input: parsed } as ParsedService)
  );
}

function parseAs<D extends Declaration, S extends z.ZodType>(
  schema: S,
  declaration: D,
  report: Report,
): Parsed<D, z.output<S>> | undefined {
  const input = parse(schema, declaration, declaration.input, report);
  return input === undefined ? undefined : { name: declaration.name, declaration, input };
}

/** By name, in the order of names, so that no result depends on the order of files. */
function collect<D extends Declaration, P extends { readonly name: string }>(
  declarations: readonly D[],
  parseOne: (declaration: D) => P | undefined,
): Map<string, P> {
  const parsed = declarations.map(parseOne).filter((one): one is P => one !== undefined);
  return new Map(parsed.sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => [one.name, one]));
}
