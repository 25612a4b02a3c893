import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIdentity, identityOf, isJsonObject, type RenderedObject } from '@plinth/rules';
import { loadAll } from 'js-yaml';

/** A folder of manifests, and what lies in it according to a reader that is no judge. */
export interface Manifests {
  readonly folder: string;
  /** Below the folder. */
  readonly files: readonly string[];
  readonly objects: readonly RenderedObject[];
}

export function findManifests(folder: string): Manifests {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort();
  const objects = files.flatMap((file) =>
    loadAll(readFileSync(join(folder, file), 'utf8'))
      .filter(isObject)
      .map((object) => ({ object, file })),
  );
  return { folder, files, objects };
}

/** `Deployment exchange/exchange-manager`, as the exception register says it. */
export function nameOf({ object }: RenderedObject): string {
  return formatIdentity(identityOf(object));
}

function isObject(document: unknown): document is RenderedObject['object'] {
  return isJsonObject(document as RenderedObject['object']);
}
