export type { Json, JsonObject } from './json';
export { type Draft, isJsonObject, type KubernetesObject, Manifest, type ObjectMeta } from './manifest';
