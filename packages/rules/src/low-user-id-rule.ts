import { isJsonObject, type Json, type JsonObject } from './json';
import { tryPodOf } from './pod';
import type { Rule } from './rule';

/** Ids below belong to the node's own users: who breaks out of the container is one of them. */
const LOWEST = 10001;

const FIELDS = ['runAsUser', 'runAsGroup', 'fsGroup'] as const;

/**
 * No container runs under a user id of the node.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const lowUserIdRule: Rule = {
  id: 'low-user-id',
  title: 'containers run under ids that the node does not use',
  controls: ['CKV_K8S_40', 'NSA-1.0'],
  applies: (object) => tryPodOf(object) !== undefined,
  *check({ object }) {
    const found = tryPodOf(object);
    if (found === undefined) return;
    const path = found.path.join('.');
    for (const [place, context] of contextsOf(found.pod)) {
      for (const field of FIELDS) {
        const id = context[field];
        if (typeof id !== 'number' || id >= LOWEST) continue;
        yield {
          path: `${path}.${place}.${field}`,
          found: String(id),
          allowed: `ids from ${LOWEST}`,
          fix: 'build the image for another user, or enter the object in exceptions.ts with an owner and an expiry',
        };
      }
    }
  },
};

/** Where ids are said: for the pod, and for each container. */
function* contextsOf(pod: JsonObject): Generator<[string, JsonObject]> {
  if (isJsonObject(pod.securityContext)) yield ['securityContext', pod.securityContext];
  for (const kind of ['initContainers', 'containers']) {
    const containers = pod[kind];
    if (!Array.isArray(containers)) continue;
    for (const [index, container] of containers.entries()) {
      const context: Json | undefined = isJsonObject(container) ? container.securityContext : undefined;
      if (isJsonObject(context)) yield [`${kind}[${index}].securityContext`, context];
    }
  }
}
