import { isDeepStrictEqual } from 'node:util';
import { type KubernetesObject, titleOf } from '@plinth/testing';

/**
 * What an apply changed, one line for each object. Controllers report at any time: a new version that differs in nothing but the
 * status is theirs.
 */
export function changedBy(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): readonly string[] {
  const known = new Map(before.map((object) => [titleOf(object), object]));
  return after.flatMap((object) => {
    const old = known.get(titleOf(object));
    if (old === undefined) return [`${titleOf(object)}: was not there`];
    if (old.metadata.resourceVersion === object.metadata.resourceVersion) return [];
    const fields = Object.keys({ ...old, ...object }).filter(
      (field) => !isDeepStrictEqual(declared(old)[field], declared(object)[field]),
    );
    const isReport = fields.length === 0 && !isDeepStrictEqual(old.status, object.status);
    return isReport
      ? []
      : [`${titleOf(object)}: ${fields.length === 0 ? 'a new version of the same' : fields.join(', ')}`];
  });
}

interface ManagedFields {
  readonly subresource?: string;
}

/** The object without what a status report changes. */
function declared({ status, ...object }: KubernetesObject): Readonly<Record<string, unknown>> {
  const { resourceVersion, managedFields, ...metadata } = object.metadata;
  const managed = (managedFields ?? []) as readonly ManagedFields[];
  return {
    ...object,
    metadata: { ...metadata, managedFields: managed.filter(({ subresource }) => subresource !== 'status') },
  };
}
