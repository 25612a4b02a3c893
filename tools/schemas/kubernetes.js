'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { enumsOf, applyEnums } = require('./enums');
const { normalise } = require('./keywords');
const { download, modules } = require('./modules');
const { kubernetesKinds, openKinds } = require('./selection');

const prefix = '#/components/schemas/';

/** Types with a form of their own on the wire, which the specification tells in prose only. */
const special = {
  'meta.v1.FieldsV1': { type: 'object' },
  // Generators write `creationTimestamp: null`, and every API server takes it.
  'meta.v1.Time': { type: ['string', 'null'], format: 'date-time' },
  'meta.v1.MicroTime': { type: ['string', 'null'], format: 'date-time' },
  'resource.Quantity': { type: ['number', 'string'], format: 'quantity' },
  'intstr.IntOrString': { type: ['integer', 'string'] },
  'runtime.RawExtension': { type: 'object' },
};

/** Kinds and definitions of Kubernetes' published OpenAPI: those that we use, and what they refer to. */
function readKubernetes() {
  const folder = download(modules.kubernetes);
  const enums = enumsOf(readFileSync(join(folder, 'pkg/generated/openapi/zz_generated.openapi.go'), 'utf8'));
  const definitions = {};
  const kinds = [];
  for (const [apiVersion, names] of Object.entries(kubernetesKinds)) {
    const document = readDocument(folder, apiVersion);
    const add = (longName) => {
      const name = shortName(longName);
      if (definitions[name]) return name;
      definitions[name] = {}; // a definition may lead back to itself
      const schema = applyEnums(withKeyDefaults(document.components.schemas, longName), enums[longName]);
      definitions[name] = special[name] ?? referTo(normalise(schema, name), add);
      return name;
    };
    for (const kind of names) {
      const name = add(definitionOf(document, apiVersion, kind));
      definitions[name] = written(definitions[name], definitions, openKinds.includes(kind));
      kinds.push({ apiVersion, kind, namespaced: isNamespaced(document, apiVersion, kind), schema: name });
    }
  }
  return { kinds, definitions: reachable(kinds, definitions) };
}

/**
 * A kind as one writes it: without the status, and with the `spec` required when an empty one would lack
 * required fields.
 */
function written(schema, definitions, isOpen) {
  const { status: _, ...properties } = schema.properties;
  if (isOpen)
    return { ...schema, properties: { ...properties, spec: { type: 'object' } }, required: ['spec'] };
  const spec = definitions[properties.spec?.$ref?.slice('#/$defs/'.length)];
  const required = [...(schema.required ?? []), ...(spec?.required ? ['spec'] : [])];
  return { ...schema, properties, ...(required.length > 0 && { required: [...new Set(required)] }) };
}

function readDocument(folder, apiVersion) {
  const name = apiVersion.includes('/') ? `apis__${apiVersion.replace('/', '__')}` : `api__${apiVersion}`;
  return JSON.parse(readFileSync(join(folder, 'api/openapi-spec/v3', `${name}_openapi.json`), 'utf8'));
}

function definitionOf(document, apiVersion, kind) {
  const [version, group] = apiVersion.split('/').reverse();
  const found = Object.entries(document.components.schemas).find(([, schema]) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (each) => each.kind === kind && each.version === version && each.group === (group ?? ''),
    ),
  );
  if (!found) throw new Error(`${apiVersion} has no kind ${kind}`);
  return found[0];
}

/** A kind is namespaced when an object of it is created under a namespace. */
function isNamespaced(document, apiVersion, kind) {
  const [version, group] = apiVersion.split('/').reverse();
  const paths = Object.entries(document.paths).filter(([, { post }]) => {
    const target = post?.['x-kubernetes-group-version-kind'];
    return target?.kind === kind && target.version === version && target.group === (group ?? '');
  });
  const collections = paths.filter(([path]) => !path.includes('{name}'));
  if (collections.length !== 1)
    throw new Error(`${apiVersion} ${kind}: ${collections.length} ways to create it`);
  return collections[0][0].includes('/namespaces/{namespace}/');
}

/** The same definition, its lists of maps with the defaults of their keys (`protocol: TCP`) in place. */
function withKeyDefaults(schemas, longName) {
  const schema = structuredClone(schemas[longName]);
  for (const property of Object.values(schema.properties ?? {})) {
    const reference = property.items?.allOf?.[0].$ref ?? property.items?.$ref;
    if (property['x-kubernetes-list-type'] !== 'map' || !reference) continue;
    property.items.properties = schemas[reference.slice(prefix.length)].properties;
  }
  return schema;
}

/** `io.k8s.api.core.v1.Container` is `core.v1.Container` here; unversioned types keep two parts. */
function shortName(longName) {
  const parts = longName.split('.');
  return parts.slice(/^v\d/.test(parts.at(-2)) ? -3 : -2).join('.');
}

/** Rewrites the references of a definition, and adds what they lead to. */
function referTo(schema, add) {
  const rewrite = (value) => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== 'object' || value === null) return value;
    if (typeof value.$ref === 'string') return { $ref: `#/$defs/${add(value.$ref.slice(prefix.length))}` };
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rewrite(each)]));
  };
  return rewrite(schema);
}

/** Definitions that a kind leads to, sorted by name: without `status`, half of them are left. */
function reachable(kinds, definitions) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/\$defs\/([^"]+)"/g)) visit(next);
  };
  for (const { schema } of kinds) visit(schema);
  return Object.fromEntries([...found].sort().map((name) => [name, definitions[name]]));
}

module.exports = { readKubernetes };
