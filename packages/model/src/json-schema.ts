import { z } from 'zod';
import { MODEL_VERSION } from './resolved';
import { externalDependency } from './schema/dependency';
import { environmentFacts } from './schema/environment';
import { exception } from './schema/exception';
import { releases } from './schema/release';
import { customizations, services } from './schema/service';
import { squad } from './schema/squad';

/** A JSON Schema of draft 2020-12 as plain data. */
export interface ModelJsonSchema {
  readonly $schema: string;
  /** A name, not an address: nothing is fetched. */
  readonly $id: string;
  readonly description: string;
  readonly $defs: Readonly<Record<string, unknown>>;
}

/** What may be written, for editors and for programs that write declarations: one definition for each kind. */
export function modelJsonSchema(): ModelJsonSchema {
  const overlays = Object.entries(customizations).map(
    ([kind, schema]) => [`${kind}-overlay`, schema] as const,
  );
  const schemas: Readonly<Record<string, z.ZodType>> = {
    ...services,
    ...Object.fromEntries(overlays),
    squad,
    'external-dependency': externalDependency,
    'environment-facts': environmentFacts,
    releases,
    exception,
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:plinth:model:${MODEL_VERSION}`,
    description: 'What a company declares: services, overlays, squads, dependencies, environments, releases.',
    $defs: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, definitionOf(schema)])),
  };
}

function definitionOf(schema: z.ZodType): unknown {
  // A rule across fields is code: the schema says what each field may be, resolving says whether they fit.
  const { $schema: _, ...definition } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return definition;
}
