import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FOREIGN_JUDGES, JsonObject } from '@plinth/rules';
import { JsonPatch } from 'cdk8s';
import { dump, loadAll } from 'js-yaml';

/** One fault, put into objects that are good. */
export interface BadCase {
  /** What it isolates; also the namespace of its objects. */
  readonly name: string;
  readonly fault: string;
  /** The control that it breaks, as the catalogue of controls numbers it. */
  readonly control: string;
  readonly patch: readonly {
    readonly op: 'add' | 'replace' | 'remove';
    /** Begins with the kind: `/Deployment/spec/…`. */
    readonly path: string;
    readonly value?: unknown;
  }[];
  /** The checks that must see it, and no other. A judge that is not named has no check for it. */
  readonly caught: Readonly<Partial<Record<(typeof FOREIGN_JUDGES)[number], readonly string[]>>>;
}

const GOOD = join(__dirname, 'good');
const BAD = join(__dirname, 'bad');

/** Every case; `bad/service.health.yaml` puts its faults into `good/service.yaml`. */
export const badCases: readonly BadCase[] = readdirSync(BAD).flatMap((file) =>
  documents<BadCase>(join(BAD, file)),
);

/** Each case in a file and a namespace of its own, and beside them what they were made from, without a fault. */
export function writeCorpus(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const base of readdirSync(GOOD).map(baseOf))
    write(folder, `good-${base}`, goodObjects(base, `good-${base}`));
  for (const file of readdirSync(BAD)) {
    for (const { name, patch } of documents<BadCase>(join(BAD, file))) {
      write(
        folder,
        name,
        JsonPatch.apply(goodObjects(baseOf(file), name), ...named(patch, name).map(toPatch)),
      );
    }
  }
}

function toPatch({ op, path, value }: BadCase['patch'][number]): JsonPatch {
  return op === 'remove' ? JsonPatch.remove(path) : JsonPatch[op](path, value);
}

/** No two cases share a name or a label: checkov joins roles, policies and pods across namespaces. */
function named<T>(value: T, name: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll('CASE', name));
}

/** `service` of `service.health.yaml`. */
function baseOf(file: string): string {
  return file.split('.', 1).join();
}

/** By kind: each base has one object of a kind. */
function goodObjects(base: string, name: string): Record<string, JsonObject> {
  const objects = named(documents<JsonObject>(join(GOOD, `${base}.yaml`)), name);
  return Object.fromEntries(objects.map((object) => [object.kind, object]));
}

function write(folder: string, name: string, objects: Readonly<Record<string, JsonObject>>): void {
  const placed = Object.values(objects).map((object) => {
    const place = object.kind === 'ClusterRole' ? {} : { namespace: name };
    // What a case itself puts into a namespace stays there.
    return { ...object, metadata: { ...place, ...(object.metadata as JsonObject) } };
  });
  writeFileSync(join(folder, `${name}.yaml`), placed.map((object) => dump(object)).join('---\n'));
}

function documents<T>(file: string): T[] {
  return loadAll(readFileSync(file, 'utf8')) as T[];
}
