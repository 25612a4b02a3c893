import type { ApiObjectMetadataDefinition } from 'cdk8s';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly finalizers?: readonly string[] | undefined;
}

/** What cdk8s keeps to itself. All of it is looked at with care: in another version it may be elsewhere. */
interface Kept {
  readonly labels?: unknown;
  readonly annotations?: unknown;
  readonly finalizers?: unknown;
  readonly ownerReferences?: unknown;
  readonly _additionalAttributes?: unknown;
}

/** The fields that cdk8s prints from a place of their own, whatever `_additionalAttributes` says. */
const OWN = new Set(['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences']);

/**
 * What `metadata.toJson()` gives. Its walk looks for tokens in every value, and takes as long as everything
 * else about an object; where all values are text, as nearly always, there is nothing to find.
 */
export function plainMetadata(metadata: ApiObjectMetadataDefinition): ObjectMeta {
  const { labels, annotations, finalizers, ownerReferences, _additionalAttributes } =
    metadata as unknown as Kept;
  const isText =
    typeof metadata.name === 'string' &&
    isTextMap(labels) &&
    isTextMap(annotations) &&
    isTextList(finalizers) &&
    isTextList(ownerReferences) &&
    ownerReferences.length === 0 &&
    hasOnlyOwn(_additionalAttributes);
  if (!isText) return metadata.toJson() as ObjectMeta;
  const { name, namespace } = metadata;
  return {
    name: name as string,
    namespace,
    labels: sorted(labels),
    annotations: sorted(annotations),
    ...(finalizers.length > 0 && { finalizers: [...finalizers] }),
  };
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) {
    if (typeof (value as Record<string, unknown>)[key] !== 'string') return false;
  }
  return true;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function hasOnlyOwn(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const key in value) if (!OWN.has(key)) return false;
  return true;
}

/** As cdk8s prints maps: by key, and not at all when there is nothing in it. */
function sorted(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const keys = Object.keys(map).sort();
  if (keys.length === 0) return undefined;
  const result: Record<string, string> = {};
  for (const key of keys) result[key] = map[key] as string;
  return result;
}
