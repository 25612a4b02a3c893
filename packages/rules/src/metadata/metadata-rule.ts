import { identityOf } from '../identity';
import { isJsonObject, type Json, type JsonObject } from '../json';
import type { Fault, Rule } from '../rule';
import { labelFaults } from './label-faults';
import { nameForm } from './name-form';
import { namespaceFaults } from './namespace-faults';
import { tryFault } from './text-form';

export const metadataRule: Rule = {
  id: 'metadata',
  title: 'names, namespaces, labels and annotations are what the API server takes',
  controls: ['A28', 'A30'],
  applies: () => true,
  *check({ object }) {
    const metadata = isJsonObject(object.metadata) ? object.metadata : {};
    yield* nameFaults(object, metadata.name);
    yield* namespaceFaults(object, metadata.namespace);
    yield* labelFaults(['metadata'], metadata);
    for (const path of templatePaths) yield* labelFaults(path, at(object, path));
  },
};

/** Where an object holds the metadata of the objects that controllers make from it. */
const templatePaths = [
  ['spec', 'template', 'metadata'],
  ['spec', 'jobTemplate', 'metadata'],
  ['spec', 'jobTemplate', 'spec', 'template', 'metadata'],
] as const;

function* nameFaults(object: JsonObject, name: Json | undefined): Generator<Fault> {
  const path = 'metadata.name';
  if (name === undefined) {
    const allowed = 'a name: what is declared is known by it, so none can be generated';
    yield { path, found: 'nothing', allowed, fix: 'add it' };
  } else if (typeof name === 'string') {
    const { kind } = identityOf(object);
    const fault = tryFault(path, name, nameForm(kind), `change it: it names a ${kind}`);
    if (fault !== undefined) yield fault;
  }
}

function at(object: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value;
}
