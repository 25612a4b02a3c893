import { show } from '@plinth/errors';
import { isJsonObject, type Json } from '../json';
import type { Fault } from '../rule';
import { formatPath } from '../schema/path';
import { dnsSubdomain, labelValue, qualifiedName, tryFault } from './text-form';

/** Of all annotations of an object together: keys and values. */
const maxAnnotationBytes = 256 * 1024;

/** What is wrong with the labels and annotations of one `metadata`. */
export function* labelFaults(
  path: readonly (string | number)[],
  metadata: Json | undefined,
): Generator<Fault> {
  if (!isJsonObject(metadata)) return;
  const { labels, annotations } = metadata;
  if (isJsonObject(labels)) {
    for (const [key, value] of Object.entries(labels)) {
      const place = formatPath([...path, 'labels', key]);
      yield* keyFaults(place, key);
      if (typeof value !== 'string') continue;
      const fault = tryFault(place, value, labelValue, 'shorten or change the value');
      if (fault !== undefined) yield fault;
    }
  }
  if (!isJsonObject(annotations)) return;
  for (const key of Object.keys(annotations))
    yield* keyFaults(formatPath([...path, 'annotations', key]), key);
  const size = Buffer.byteLength(Object.entries(annotations).flat().join(''));
  if (size <= maxAnnotationBytes) return;
  yield {
    path: formatPath([...path, 'annotations']),
    found: `${size} bytes`,
    allowed: `at most ${maxAnnotationBytes} bytes in all annotations together`,
    fix: 'move the content to a ConfigMap',
  };
}

/** A key is a name, with or without the domain of its owner before a slash. */
function* keyFaults(path: string, key: string): Generator<Fault> {
  const parts = key.split('/');
  const [prefix, name] = parts.length === 1 ? [undefined, key] : [parts[0], parts[1] ?? ''];
  if (parts.length > 2) {
    yield {
      path,
      found: `${show(key)} with ${parts.length - 1} slashes`,
      allowed: 'one slash at most',
      fix: 'rename it',
    };
    return;
  }
  const faults = [
    prefix === undefined
      ? undefined
      : tryFault(path, prefix, dnsSubdomain, 'change the part before the slash'),
    tryFault(
      path,
      name,
      qualifiedName,
      prefix === undefined ? 'rename it' : 'change the part after the slash',
    ),
  ];
  for (const fault of faults) if (fault !== undefined) yield fault;
}
