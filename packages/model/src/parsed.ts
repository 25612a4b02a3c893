import type { z } from 'zod';
import { check } from './_zod-mistakes';
import type {
  Base,
  Declaration,
  DependencyDeclaration,
  ServiceDeclaration,
  SquadDeclaration,
} from './declare';
import type { Mistakes } from './report';
import type { cloudNeeds } from './schema/cloud-need';
import { externalDependency } from './schema/dependency';
import type { secrets } from './schema/secret';
import { type ServiceKind, services as schemas } from './schema/service';
import { squad } from './schema/squad';
import { valueAt } from './value-at';

export type ParsedInput<K extends ServiceKind> = z.output<(typeof schemas)[K]>;

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

/**
 * What of a declaration's input can be relied on: all of it, or, when it failed its schema, the fields that are right
 * by themselves. Rules that need but a field or two read this, so that one mistake does not hide another.
 */
export interface Readable {
  readonly name: string;
  readonly declaration: ServiceDeclaration | DependencyDeclaration;
  readonly input: {
    readonly squad?: string | undefined;
    readonly calls?: readonly string[] | undefined;
    readonly cloud?: z.output<typeof cloudNeeds> | undefined;
    readonly secrets?: z.output<typeof secrets> | undefined;
    readonly beforeRollout?: { readonly secrets?: readonly string[] | undefined } | undefined;
    readonly health?: { readonly ready: string; readonly live: string } | undefined;
  };
}

/** The base after its schemas; what failed them is missing here and stands in the report. */
export interface ParsedBase {
  readonly services: ReadonlyMap<string, ParsedService>;
  readonly squads: ReadonlyMap<string, ParsedSquad>;
  readonly dependencies: ReadonlyMap<string, ParsedDependency>;
  /** Services and dependencies, also those that failed. */
  readonly readable: readonly Readable[];
  /** Every declared name, also of what failed: a call to it is no second mistake. */
  readonly declared: ReadonlyMap<string, Declaration>;
}

/** Checks one input against its schema; undefined when it failed. */
export function parse<S extends z.ZodType>(
  schema: S,
  at: Declaration,
  input: unknown,
  report: Mistakes,
): z.output<S> | undefined {
  const { value, mistakes } = check(schema, input);
  for (const mistake of mistakes) report.add({ at, ...mistake });
  return value;
}

export function parseBase(base: Base, report: Mistakes): ParsedBase {
  const services = collect(base.services, (declaration) => parseService(declaration, report));
  const squads = collect(base.squads, (declaration) => parseAs(squad, declaration, report));
  const dependencies = collect(base.dependencies, (declaration) =>
    parseAs(externalDependency, declaration, report),
  );
  const all = [...base.services, ...base.dependencies];
  return {
    services,
    squads,
    dependencies,
    readable: all.map((declaration) => readable(declaration, services, dependencies)),
    declared: new Map(all.map((declaration) => [declaration.name, declaration])),
  };
}

function readable(
  declaration: ServiceDeclaration | DependencyDeclaration,
  services: ParsedBase['services'],
  dependencies: ParsedBase['dependencies'],
): Readable {
  const { name, kind, input } = declaration;
  const parsed = kind === 'external-dependency' ? dependencies.get(name) : services.get(name);
  if (parsed?.declaration === declaration) return { name, declaration, input: parsed.input };
  const { shape } = kind === 'external-dependency' ? externalDependency : schemas[kind];
  const fields = Object.entries(shape).flatMap(([field, schema]: [string, z.ZodType]) => {
    const { value } = check(schema, valueAt(input, [field]));
    return value === undefined ? [] : [[field, value] as const];
  });
  return { name, declaration, input: Object.fromEntries(fields) };
}

export function parseService(
  declaration: ServiceDeclaration,
  report: Mistakes,
  input: unknown = declaration.input,
): ParsedService | undefined {
  const parsed = parse(schemas[declaration.kind], declaration, input, report);
  return (
    parsed &&
    ({ kind: declaration.kind, name: declaration.name, declaration, input: parsed } as ParsedService)
  );
}

function parseAs<D extends Declaration, S extends z.ZodType>(
  schema: S,
  declaration: D,
  report: Mistakes,
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
