export type { Json, JsonObject } from './json';
export { type Draft, isJsonObject, type KubernetesObject, Manifest } from './manifest';
export { type ObjectMeta, plainMetadata } from './metadata';
