import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from './kubernetes-object';

/** All objects of all YAML files below a folder, files in the order of their names. */
export function readManifests(folder: string): KubernetesObject[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .flatMap((path) => loadAll(readFileSync(join(folder, path), 'utf8')) as KubernetesObject[])
    .filter((object) => object !== null && object !== undefined);
}
