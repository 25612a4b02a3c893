'use strict';
const { comment } = require('./comment');

/**
 * The TypeScript of a schema: one interface for each object in it, named after the path that leads there.
 * Two objects of one shape share the interface that came first, in the same file or in an earlier one.
 */
function interfacesOf(rootName, schema, file, shared) {
  const blocks = [];
  const imported = new Map();
  const json = new Set();

  const typeOf = (value, name) => {
    if (value.enum) return value.enum.map((each) => JSON.stringify(each).replaceAll('"', "'")).join(' | ');
    if (value['x-kubernetes-int-or-string']) return 'number | string';
    if (value.type === 'array') return `readonly ${parenthesised(typeOf(value.items, name))}[]`;
    if (value.type === 'integer' || value.type === 'number') return 'number';
    if (value.type === 'string' || value.type === 'boolean') return value.type;
    if (value.properties) return reference(value, name);
    if (typeof value.additionalProperties === 'object') {
      return `Readonly<Record<string, ${typeOf(value.additionalProperties, name)}>>`;
    }
    return take(value.type === 'object' ? 'JsonObject' : 'Json');
  };

  const take = (name) => {
    json.add(name);
    return name;
  };

  const reference = (value, name) => {
    const shape = JSON.stringify(withoutProse(value));
    const known = shared.get(shape);
    if (known) {
      if (known.file !== file) imported.set(known.name, known);
      return known.name;
    }
    const unique = uniqueName(name, shared);
    shared.set(shape, { name: unique, file });
    const lines = [...comment(value.description), `export interface ${unique} {`];
    const block = { lines };
    blocks.push(block);
    for (const [property, each] of Object.entries(value.properties)) {
      const type = typeOf(each, unique + capital(property));
      const isRequired = value.required?.includes(property);
      lines.push(...comment(each.description, '  '));
      lines.push(
        `  readonly ${key(property)}${isRequired ? '' : '?'}: ${type}${isRequired ? '' : ' | undefined'};`,
      );
    }
    lines.push('}', '');
    return unique;
  };

  const spec = typeOf(schema, rootName);
  return { lines: blocks.flatMap((block) => block.lines), imported: [...imported.values()], spec, json };
}

function withoutProse(schema) {
  if (Array.isArray(schema)) return schema.map(withoutProse);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { description, ...rest } = schema;
  // A property may itself be called "description".
  const kept = typeof description === 'object' ? schema : rest;
  return Object.fromEntries(Object.entries(kept).map(([name, each]) => [name, withoutProse(each)]));
}

function uniqueName(name, shared) {
  const taken = new Set([...shared.values()].map((each) => each.name));
  let unique = name;
  for (let count = 2; taken.has(unique); count += 1) unique = `${name}${count}`;
  return unique;
}

function capital(name) {
  const word = name.replace(/[^A-Za-z0-9]+(.)/g, (_, letter) => letter.toUpperCase());
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function key(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}

function parenthesised(type) {
  return type.includes(' ') ? `(${type})` : type;
}

module.exports = { interfacesOf };
