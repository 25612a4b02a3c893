import type { Json, JsonObject } from '../json';
import { tryPodOf } from '../pod';
import { record } from './certificate';

/** A Secret that a pod gets to see, and where it says so. */
export interface SecretReference {
  readonly secret: string;
  readonly path: string;
}

/** The service to which the pods of an object belong. */
export function instanceOf(object: JsonObject): string | undefined {
  const template = record(record(object.spec).template);
  const jobTemplate = record(record(record(record(object.spec).jobTemplate).spec).template);
  const owner = [template, jobTemplate, object].find(({ metadata }) => metadata !== undefined);
  const instance = record(record(owner?.metadata).labels)['app.kubernetes.io/instance'];
  return typeof instance === 'string' ? instance : undefined;
}

/** Every Secret that becomes a file or a variable in a pod. */
export function* secretReferences(object: JsonObject): Iterable<SecretReference> {
  const found = tryPodOf(object);
  if (found === undefined) return;
  const path = found.path.join('.');
  for (const [index, volume] of records(found.pod.volumes)) {
    const at = `${path}.volumes[${index}]`;
    yield* named(record(volume.secret).secretName, `${at}.secret.secretName`);
    for (const [source, { secret }] of records(record(volume.projected).sources))
      yield* named(record(secret).name, `${at}.projected.sources[${source}].secret.name`);
  }
  for (const kind of ['initContainers', 'containers']) {
    for (const [index, container] of records(found.pod[kind])) {
      const at = `${path}.${kind}[${index}]`;
      for (const [entry, { valueFrom }] of records(container.env))
        yield* named(
          record(record(valueFrom).secretKeyRef).name,
          `${at}.env[${entry}].valueFrom.secretKeyRef`,
        );
      for (const [entry, { secretRef }] of records(container.envFrom))
        yield* named(record(secretRef).name, `${at}.envFrom[${entry}].secretRef`);
    }
  }
}

function* named(secret: Json | undefined, path: string): Iterable<SecretReference> {
  if (typeof secret === 'string') yield { secret, path };
}

function records(value: Json | undefined): readonly (readonly [number, JsonObject])[] {
  return Array.isArray(value) ? value.map((each, index) => [index, record(each)] as const) : [];
}
