import type { ApiClient, ApplyOptions } from './api-client';
import { type KubernetesObject, titleOf } from './kubernetes-object';
import { until } from './until';

/** What others need before they can exist. */
const FIRST: readonly (readonly string[])[] = [
  ['CustomResourceDefinition'],
  ['Namespace', 'PriorityClass', 'StorageClass'],
  ['ServiceAccount', 'ConfigMap', 'ResourceQuota', 'LimitRange'],
];

/** How many requests at once. */
const PARALLEL = 8;

/**
 * Applies objects server-side and strictly, in an order in which they can exist.
 * @returns what the server stored, in the order of the input
 * @throws Error that names every object that was refused, with the server's reason
 */
export async function applyAll(
  api: ApiClient,
  objects: readonly KubernetesObject[],
  options: ApplyOptions = {},
): Promise<KubernetesObject[]> {
  const stored = new Map<KubernetesObject, KubernetesObject>();
  const refused: string[] = [];
  for (const phase of phases(objects)) {
    const queue = [...phase];
    const work = async (): Promise<void> => {
      for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
        try {
          stored.set(object, await put(api, object, options));
        } catch (error) {
          refused.push(`${titleOf(object)}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    if (refused.length > 0) break;
    await established(api, phase);
  }
  if (refused.length > 0) {
    throw new Error(
      [`${refused.length} of ${objects.length} objects were refused:`, ...refused.sort()].join('\n  '),
    );
  }
  return objects.flatMap((object) => stored.get(object) ?? []);
}

/** A definition is created, not applied: the server needs seconds to apply a megabyte of schema, and nothing to create it. */
async function put(
  api: ApiClient,
  object: KubernetesObject,
  options: ApplyOptions,
): Promise<KubernetesObject> {
  const isNew = object.kind === 'CustomResourceDefinition' && (await api.tryGet(object)) === undefined;
  return isNew ? api.create(object) : api.apply(object, options);
}

function phases(objects: readonly KubernetesObject[]): KubernetesObject[][] {
  const phaseOf = ({ kind }: KubernetesObject): number => {
    const at = FIRST.findIndex((kinds) => kinds.includes(kind));
    return at === -1 ? FIRST.length : at;
  };
  return Array.from({ length: FIRST.length + 1 }, (_, at) =>
    objects.filter((object) => phaseOf(object) === at),
  );
}

/** A definition is served only a moment after it was stored. */
async function established(api: ApiClient, objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects.filter(({ kind }) => kind === 'CustomResourceDefinition')) {
    await until(`${titleOf(object)} is established`, async () => {
      const conditions = ((await api.get(object)).status?.conditions ?? []) as readonly Condition[];
      return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
    });
  }
}

interface Condition {
  readonly type: string;
  readonly status: string;
}
