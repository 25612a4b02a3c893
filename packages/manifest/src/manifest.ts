import { ApiObject, type ApiObjectProps, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { JsonObject } from './json';
import { type ObjectMeta, plainMetadata } from './metadata';

/** The shape that every Kubernetes object has. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** Arrays and objects that may be changed: what `transform` hands out. */
export type Draft<T> = T extends readonly (infer E)[]
  ? Draft<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

/**
 * A Kubernetes object over plain JSON: a true `ApiObject`, found by `ApiObject.of` and rendered in any
 * cdk8s chart, that keeps every field it was given, in the order given. cdk8s's own classes drop the
 * fields that they do not know and spend most of their time finding out (docs/adr/0003).
 */
export class Manifest<T extends KubernetesObject = KubernetesObject> extends ApiObject {
  readonly #object: T;
  readonly #transforms: ((draft: Draft<T>) => void)[] = [];
  readonly #patches: JsonPatch[] = [];

  constructor(scope: Construct, id: string, object: T) {
    super(scope, id, { ...object } as unknown as ApiObjectProps);
    this.#object = object;
  }

  /**
   * Changes the object before it is rendered: the typed way out when no prop and no method says it.
   * Transforms run in the order in which they were added, JSON patches after them.
   */
  transform(change: (draft: Draft<T>) => void): void {
    this.#transforms.push(change);
  }

  /** Applies RFC 6902 operations to the rendered object. */
  override addJsonPatch(...operations: JsonPatch[]): void {
    this.#patches.push(...operations);
  }

  /** The object as it is written; shares its parts with what the construct was given unless it is changed. */
  // biome-ignore lint/suspicious/noExplicitAny: the signature is cdk8s's
  override toJson(): any {
    const { apiVersion, kind, metadata: _, ...content } = this.#object;
    // cdk8s sorts; a reader looks for the name first.
    const { name, namespace, labels, annotations, ...rest } = plainMetadata(this.metadata);
    const metadata = { name, namespace, labels, annotations, ...rest };
    const object = { apiVersion, kind, metadata, ...content };
    if (this.#transforms.length === 0 && this.#patches.length === 0) return object;
    const draft = structuredClone(object) as unknown as Draft<T>;
    for (const change of this.#transforms) change(draft);
    return this.#patches.length === 0 ? draft : JsonPatch.apply(draft, ...this.#patches);
  }
}

/** True for a plain object; value objects and class instances are not plain. */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
