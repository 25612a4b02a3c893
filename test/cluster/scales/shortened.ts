import type { KubernetesObject } from '@plinth/testing';

/** Says of an object that its time runs faster than its manifest says, and how much. */
export const SHORTENED = 'plinth.test/shortened';

/** Everything that is shortened. */
const SECONDS = [
  /^spec\.behavior\.scaleUp\.policies\.\d+\.periodSeconds$/,
  /^spec\.behavior\.scaleDown\.policies\.\d+\.periodSeconds$/,
  /^spec\.behavior\.scaleDown\.stabilizationWindowSeconds$/,
];

/** How often the autoscaler looks, in seconds, when nobody says. */
const SYNC_PERIOD = 15;

/** The autoscaler looks more often, by the same factor. */
export function shortenedFlags(factor: number): { 'kube-controller-manager': Record<string, string> } {
  const milliseconds = (SYNC_PERIOD * 1000) / factor;
  return { 'kube-controller-manager': { 'horizontal-pod-autoscaler-sync-period': `${milliseconds}ms` } };
}

/**
 * The same objects, autoscalers with shorter windows and periods and a label that says so.
 * @throws Error when the manifest has nothing to shorten, or seconds that the factor does not divide
 */
export function shorten(objects: readonly KubernetesObject[], factor: number): KubernetesObject[] {
  return objects.map((object) => (object.kind === AUTOSCALER ? shortenOne(object, factor) : object));
}

/** Where two objects differ, leaf by leaf. */
export function differences(one: object, other: object): string[] {
  const [left, right] = [leaves(one), leaves(other)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
}

/** Whether a path is one of those that are shortened, or the label. */
export function isShortened(path: string): boolean {
  return path === `metadata.labels.${SHORTENED}` || SECONDS.some((seconds) => seconds.test(path));
}

const AUTOSCALER = 'HorizontalPodAutoscaler';

function shortenOne(object: KubernetesObject, factor: number): KubernetesObject {
  const shortened = structuredClone(object) as unknown as Mutable;
  const { scaleUp, scaleDown } = shortened.spec.behavior ?? {};
  if (scaleUp?.policies === undefined || scaleDown?.policies === undefined)
    throw new Error(`${object.metadata.name} has no policies to shorten`);
  for (const policy of [...scaleUp.policies, ...scaleDown.policies])
    policy.periodSeconds = divided(policy.periodSeconds, factor);
  scaleDown.stabilizationWindowSeconds = divided(scaleDown.stabilizationWindowSeconds, factor);
  shortened.metadata.labels[SHORTENED] = `${factor}`;
  const others = differences(object, shortened).filter((path) => !isShortened(path));
  if (others.length > 0) throw new Error(`also changed: ${others.join(', ')}`);
  return shortened as unknown as KubernetesObject;
}

interface Mutable {
  metadata: { labels: Record<string, string> };
  spec: {
    behavior?: {
      scaleUp?: { policies?: { periodSeconds: number }[] };
      scaleDown?: { policies?: { periodSeconds: number }[]; stabilizationWindowSeconds: number };
    };
  };
}

function divided(seconds: number, factor: number): number {
  if (!Number.isInteger(seconds / factor)) throw new Error(`${seconds} s cannot be divided by ${factor}`);
  return seconds / factor;
}

function leaves(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [...leaves(child, path === '' ? key : `${path}.${key}`)]),
  );
}
