'use strict';

/**
 * The enumerations of Kubernetes' types: `{ 'io.k8s.api.core.v1.Container': { imagePullPolicy: [...] } }`.
 * The published OpenAPI leaves them out (they are behind a feature of the API server), the generated source
 * from which it is published has them. That source is printed by gofmt, so a line's indentation says what it
 * belongs to: five tabs a property, seven the property's own schema, more that of its items.
 */
function enumsOf(source) {
  const found = {};
  let definition;
  let property;
  let count = 0;
  for (const line of source.split('\n')) {
    const start = /^func schema_k8sio_api_(\w+?)_(v\d\w*?)_(\w+)\(/.exec(line);
    if (line.startsWith('func '))
      definition = start ? `io.k8s.api.${start[1]}.${start[2]}.${start[3]}` : undefined;
    property = /^\t{5}"([^"]+)": \{$/.exec(line)?.[1] ?? property;
    const values = /^\t+Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line);
    if (!values) continue;
    count += 1;
    if (!definition) continue;
    found[definition] ??= {};
    found[definition][property] = JSON.parse(`[${values[1]}]`);
  }
  const expected = source.split('Enum:').length - 1;
  if (count !== expected) throw new Error(`read ${count} of ${expected} enumerations`);
  return found;
}

/** The definition with its enumerations, each at the property or at the property's items. */
function applyEnums(schema, enums = {}) {
  for (const [name, values] of Object.entries(enums)) {
    const property = schema.properties[name];
    (property.items ?? property).enum = values;
  }
  return schema;
}

module.exports = { enumsOf, applyEnums };
