'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { loadAll } = require('js-yaml');
const { normalise } = require('./keywords');
const { download, title } = require('./modules');
const { customResources } = require('./selection');

/** Each selected definition: its kind, its API version, and the schema that its authors published. */
function readCustomResources() {
  return customResources.map(({ module, file }) => {
    const documents = loadAll(readFileSync(join(download(module), file), 'utf8'));
    const { spec } = documents.find((document) => document?.kind === 'CustomResourceDefinition');
    const version = spec.versions.find((each) => each.storage && each.served);
    return {
      apiVersion: `${spec.group}/${version.name}`,
      kind: spec.names.kind,
      namespaced: spec.scope === 'Namespaced',
      source: title(module),
      file,
      schema: version.schema.openAPIV3Schema,
    };
  });
}

/** Kinds and definitions of the custom resources; their metadata are Kubernetes' own. */
function customResourceSchemas(resources) {
  const definitions = {};
  const kinds = resources.map(({ apiVersion, kind, namespaced, schema }) => {
    const { status: _, metadata: __, ...properties } = schema.properties;
    const name = `${apiVersion.split('/')[0].split('.')[0]}.${apiVersion.split('/')[1]}.${kind}`;
    const closed = normalise({ ...schema, properties }, name);
    closed.properties.metadata = { $ref: '#/$defs/meta.v1.ObjectMeta' };
    definitions[name] = closed;
    return { apiVersion, kind, namespaced, schema: name };
  });
  return { kinds, definitions };
}

module.exports = { readCustomResources, customResourceSchemas };
