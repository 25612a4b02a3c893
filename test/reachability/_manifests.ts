import path from 'node:path';
import { readManifests } from '@plinth/testing';
import { root } from '../company/read-releases';
import type { KubernetesObject } from './_cluster';

/** Every object that is committed for an environment: what Argo CD applies. */
export function manifestsOf(environment: string): KubernetesObject[] {
  return readManifests(path.join(root, 'manifests', environment));
}
