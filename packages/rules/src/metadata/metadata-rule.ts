import { isJsonObject, type Json, type JsonObject } from '../json';
import type { Fault, Rule } from '../rule';
import { labelFaults } from './label-faults';
import { nameForm } from './name-form';
import { namespaceFaults } from './namespace-faults';
import { noFaults, textFaults } from './text-form';

export const metadataRule: Rule = {
  id: 'metadata',
  title: 'names, namespaces, labels and annotations are what the API server takes',
  controls: ['A28', 'A30'],
  applies: () => true,
  check({ object }, { identity }) {
    const metadata = isJsonObject(object.metadata) ? object.metadata : {};
    return [
      ...nameFaults(identity.kind, metadata.name),
      ...namespaceFaults(object, identity, metadata.namespace),
      ...labelFaults(['metadata'], metadata),
      ...templatePaths.flatMap((path) => labelFaults(path, at(object, path))),
    ];
  },
};

/** Where an object holds the metadata of the objects that controllers make from it. */
const templatePaths = [
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
] as const;

function nameFaults(kind: string, name: Json | undefined): readonly Fault[] {
  const path = 'metadata.name';
  if (name === undefined) {
    const allowed = 'a name: what is declared is known by it, so none can be generated';
    return [{ path, found: 'nothing', allowed, fix: 'add it' }];
  }
  if (typeof name !== 'string') return noFaults; // the matter of the rule `schema`
  return textFaults(() => path, name, nameForm(kind), `change it: it names a ${kind}`);
}

function at(object: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value;
}
