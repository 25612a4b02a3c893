import { didYouMean, oneOf, show } from '@plinth/errors';
import type { JsonObject } from '../json';
import { Catalogue } from './catalogue';
import { type SchemaViolation, Walk } from './walk';

/**
 * Everything in which an object differs from what the API server's strict validation takes: unknown fields,
 * missing fields, wrong types, values out of range, entries that are there twice. What needs a running API
 * server (CEL rules, the checks of Kubernetes' own code) is not judged.
 */
export function schemaViolations(object: JsonObject): readonly SchemaViolation[] {
  const { apiVersion, kind } = object;
  const catalogue = Catalogue.get();
  if (typeof kind !== 'string') return [unknownKind(kind, catalogue)];
  const known = typeof apiVersion === 'string' ? catalogue.tryFind(apiVersion, kind) : undefined;
  if (known === undefined) return [unknownVersion(apiVersion, kind, catalogue)];
  const walk = new Walk(kind === 'Secret');
  catalogue.compiler.definition(known.schema)(object, walk);
  return walk.violations;
}

function unknownVersion(apiVersion: unknown, kind: string, catalogue: Catalogue): SchemaViolation {
  const versions = catalogue.named(kind).map((known) => show(known.apiVersion));
  if (versions.length === 0) return unknownKind(kind, catalogue);
  return {
    path: 'apiVersion',
    found: show(apiVersion),
    allowed: `${oneOf(versions)} for a ${kind}`,
    fix: `write ${oneOf(versions)}`,
  };
}

function unknownKind(kind: unknown, catalogue: Catalogue): SchemaViolation {
  const names = catalogue.kindNames;
  const otherwise = 'write one of them, or add the kind to tools/schemas/selection.js';
  return {
    path: 'kind',
    found: show(kind),
    allowed: oneOf(names),
    fix: typeof kind === 'string' ? didYouMean(kind, names, otherwise) : otherwise,
  };
}
