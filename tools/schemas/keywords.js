'use strict';
const { toJavaScriptPattern } = require('./pattern');

const kept = [
  ...['$ref', 'type', 'required', 'enum', 'format', 'minimum', 'maximum'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
];

/**
 * What says nothing about validity, or what cannot be judged outside of the API server:
 * `x-kubernetes-validations` are CEL rules.
 */
const dropped = [
  ...['description', 'default', 'nullable', 'x-kubernetes-validations', 'x-kubernetes-map-type'],
  ...['x-kubernetes-patch-merge-key', 'x-kubernetes-patch-strategy', 'x-kubernetes-unions'],
  ...[
    'x-kubernetes-group-version-kind',
    'x-kubernetes-preserve-unknown-fields',
    'x-kubernetes-int-or-string',
  ],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
];

const nested = ['properties', 'items', 'additionalProperties', 'oneOf', 'anyOf', 'allOf', 'not', 'pattern'];

/** How generators of custom resources write a quantity; Go's own parser is stricter, so it has a format. */
const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

/** Formats that the types alone say already. */
const silentFormats = ['double', 'float'];

/**
 * A schema of Kubernetes or of a custom resource as plain JSON Schema: closed where the API server is strict
 * about unknown fields, with three keywords beyond it: `uniqueBy` (keys of a list that is a map, with their
 * defaults), `defaults` (what is filled in before alternatives are tried) and the format `quantity`.
 * Any keyword that is not known here stops the generation: nothing is left out unnoticed.
 */
function normalise(schema, place = 'schema') {
  for (const keyword of Object.keys(schema)) {
    if (![...kept, ...dropped, ...nested].includes(keyword))
      throw new Error(`${place}: unknown keyword ${keyword}`);
  }
  if (schema.pattern === quantityPattern) return { type: ['number', 'string'], format: 'quantity' };
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') {
    return { type: ['integer', 'string'], ...patternOf(schema, place) };
  }
  // The published specification wraps each reference to add a default beside it.
  if (schema.allOf?.length === 1 && schema.allOf[0].$ref) return normalise(schema.allOf[0], place);

  const result = {};
  for (const keyword of kept) if (schema[keyword] !== undefined) result[keyword] = schema[keyword];
  if (silentFormats.includes(schema.format)) delete result.format;
  if (schema.nullable) result.type = [schema.type, 'null'];
  Object.assign(result, patternOf(schema, place), alternativesOf(schema, place), objectOf(schema, place));
  if (schema.items) Object.assign(result, { items: normalise(schema.items, `${place}[]`) }, listOf(schema));
  return result;
}

function patternOf({ pattern }, place) {
  return pattern === undefined ? {} : { pattern: toJavaScriptPattern(pattern, place) };
}

/**
 * In structural schemas the alternatives restrict values and never name fields of their own: they stay open.
 * The API server fills in defaults before it looks at them.
 */
function alternativesOf(schema, place) {
  const result = {};
  const properties = Object.entries(schema.properties ?? {}).filter(([, each]) => each.default !== undefined);
  if (properties.length > 0 && (schema.oneOf || schema.anyOf || schema.allOf || schema.not)) {
    result.defaults = Object.fromEntries(properties.map(([name, each]) => [name, each.default]));
  }
  for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
    if (schema[keyword]) result[keyword] = schema[keyword].map((each) => open(normalise(each, place)));
  }
  if (schema.not) result.not = open(normalise(schema.not, place));
  return result;
}

function open({ additionalProperties: _, ...schema }) {
  return schema;
}

function objectOf(schema, place) {
  const result = {};
  if (schema.properties) {
    result.properties = {};
    for (const [name, property] of Object.entries(schema.properties)) {
      result.properties[name] = normalise(property, `${place}.${name}`);
    }
  }
  if (schema['x-kubernetes-preserve-unknown-fields']) return result;
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = normalise(schema.additionalProperties, `${place}.*`);
  } else if (schema.properties) {
    result.additionalProperties = schema.additionalProperties ?? false;
  }
  return result;
}

/** Lists that are sets or maps: the second entry with the same key is refused by server-side apply. */
function listOf(schema) {
  if (schema['x-kubernetes-list-type'] === 'set') return { uniqueItems: true };
  if (schema['x-kubernetes-list-type'] !== 'map') return {};
  const item = schema.items.properties ?? {};
  const keys = schema['x-kubernetes-list-map-keys'].map((key) => [key, item[key]?.default ?? null]);
  return { uniqueBy: Object.fromEntries(keys) };
}

module.exports = { normalise };
