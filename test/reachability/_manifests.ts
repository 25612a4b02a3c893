import path from 'node:path';
import { loadAll } from 'js-yaml';
import { readTree } from '../cli/read-tree';
import { root } from '../company/read-releases';
import type { KubernetesObject } from './_cluster';

/** Every object that is committed for an environment: what Argo CD applies. */
export function readManifests(environment: string): KubernetesObject[] {
  return Object.entries(readTree(path.join(root, 'manifests', environment)))
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => loadAll(text) as KubernetesObject[])
    .filter((object) => object !== null);
}
