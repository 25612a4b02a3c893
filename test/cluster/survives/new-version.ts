import { type KubernetesObject, MISSING_IMAGE_DIGEST } from '@plinth/testing';
import { SHORTENED } from '../scales/shortened';
import type { Windows } from './shortened';
import type { Draft } from './variant';

/** An image that starts, but is not the one that runs. */
export const NEXT_DIGEST = MISSING_IMAGE_DIGEST.replaceAll('0', '1');

export interface NewVersionOptions {
  /** @default NEXT_DIGEST */
  readonly digest?: string;
  /** Windows that are shortened for the test, which an annotation of the object tells. @default as rendered */
  readonly shortened?: Windows;
}

/** The workload as promotion would render it: another image, and the label that tells which. */
export function newVersion(workload: KubernetesObject, options: NewVersionOptions = {}): KubernetesObject {
  const { digest = NEXT_DIGEST, shortened = {} } = options;
  const next: Draft = structuredClone(workload);
  const told = Object.entries(shortened).flatMap(([window, value]) => {
    const rendered = workload.spec[window];
    // A StatefulSet has no deadline.
    if (rendered === undefined) return [];
    next.spec[window] = value;
    return `${window} ${value} instead of ${rendered}`;
  });
  if (told.length > 0)
    next.metadata.annotations = { ...next.metadata.annotations, [SHORTENED]: told.join(', ') };
  next.spec.template.metadata.labels['app.kubernetes.io/version'] = `next-${digest.slice(-4)}`;
  for (const container of next.spec.template.spec.containers) {
    container.image = container.image.replace(/:[^:@]*@.*$/, `:next@${digest}`);
  }
  return next;
}

/** The workloads among objects. */
export function workloadsIn(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
}
