import type { KubernetesObject } from '@plinth/testing';

/** An object that may be changed: copies only. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the API's, and the API server checks it
export type Draft = any;

/**
 * The objects of a service once more under another name, with one thing taken away or made worse. It meets the same faults at the
 * same time as everything else: where the services hold and it does not, the thing that it lacks is what held them.
 */
export function variant(
  objects: readonly KubernetesObject[],
  of: string,
  name: string,
  change: (draft: Readonly<Record<string, Draft>>) => void,
): KubernetesObject[] {
  const wanted = [
    'ServiceAccount',
    'ConfigMap',
    'Deployment',
    'HorizontalPodAutoscaler',
    'PodDisruptionBudget',
  ];
  const own = objects.filter(({ kind, metadata }) => metadata.name === of && wanted.includes(kind));
  const copies = JSON.parse(JSON.stringify(own), (key, value) => renamed(key, value, of, name)) as Draft[];
  const byKind = Object.fromEntries(copies.map((copy) => [copy.kind, copy]));
  change(byKind);
  return copies.filter((copy) => byKind[copy.kind] === copy);
}

/** Only values that are the name: an image that contains it stays. */
function renamed(_: string, value: unknown, of: string, name: string): unknown {
  return value === of ? name : value;
}
