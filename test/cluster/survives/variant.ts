import type { KubernetesObject } from '@plinth/testing';

/** An object that may be changed: copies only. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the API's, and the API server checks it
export type Draft = any;

/** What makes and keeps its pods. */
const WANTED = [
  'ServiceAccount',
  'ConfigMap',
  'Deployment',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
];

/**
 * The objects of a service once more under another name, with one thing taken away or made worse. It meets the same faults at the
 * same time as everything else: where the services hold and it does not, the thing that it lacks is what held them.
 */
export function variant(
  objects: readonly KubernetesObject[],
  of: string,
  name: string,
  change: (own: Record<string, Draft>) => void,
): KubernetesObject[] {
  const own = objects.filter(({ kind, metadata }) => metadata.name === of && WANTED.includes(kind));
  // Only values that are the name: an image that contains it stays.
  const copies = JSON.parse(JSON.stringify(own), (_, value) => (value === of ? name : value)) as Draft[];
  const byKind = Object.fromEntries(copies.map((copy) => [copy.kind, copy]));
  change(byKind);
  return copies.filter((copy) => byKind[copy.kind] === copy);
}
