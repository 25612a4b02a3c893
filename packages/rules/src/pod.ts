import { isJsonObject, type Json, type JsonObject } from './json';

/** The specification of the pods that an object makes, and where it stands. */
export interface PodOf {
  readonly path: readonly string[];
  readonly pod: JsonObject;
}

const PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

const TEMPLATE = ['spec', 'template', 'spec'] as const;

/** Undefined when the object makes no pods. */
export function tryPodOf(object: JsonObject): PodOf | undefined {
  const path = PATHS[String(object.kind)] ?? TEMPLATE;
  let value: Json | undefined = object;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(value) ? { path, pod: value } : undefined;
}
