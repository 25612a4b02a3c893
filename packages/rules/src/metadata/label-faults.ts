import { show } from '@plinth/errors';
import { isJsonObject, type Json, type JsonObject } from '../json';
import type { Fault } from '../rule';
import { formatPath } from '../schema/path';
import { dnsSubdomain, labelValue, noFaults, qualifiedName, textFaults } from './text-form';

/** Of all annotations of an object together: keys and values. */
const maxAnnotationBytes = 256 * 1024;

/** What is wrong with the labels and annotations of one `metadata`. */
export function labelFaults(path: readonly string[], metadata: Json | undefined): readonly Fault[] {
  if (!isJsonObject(metadata)) return noFaults;
  const faults: Fault[] = [];
  const { labels, annotations } = metadata;
  if (isJsonObject(labels)) faults.push(...labelMapFaults([...path, 'labels'], labels));
  if (isJsonObject(annotations)) faults.push(...annotationFaults([...path, 'annotations'], annotations));
  return faults;
}

/** What is wrong with keys and values that are labels, or that select by labels. */
export function labelMapFaults(path: Path, labels: JsonObject): readonly Fault[] {
  const faults: Fault[] = [];
  for (const key of Object.keys(labels)) {
    const place = () => formatPath([...path, key]);
    faults.push(...keyFaults(place, key));
    const value = labels[key];
    if (typeof value !== 'string') continue;
    faults.push(...textFaults(place, value, labelValue, 'shorten or change the value'));
  }
  return faults;
}

type Path = readonly (string | number)[];

function annotationFaults(path: Path, annotations: JsonObject): readonly Fault[] {
  const faults: Fault[] = [];
  let size = 0;
  for (const key of Object.keys(annotations)) {
    faults.push(...keyFaults(() => formatPath([...path, key]), key));
    size += Buffer.byteLength(key) + Buffer.byteLength(String(annotations[key]));
  }
  if (size <= maxAnnotationBytes) return faults;
  const allowed = `at most ${maxAnnotationBytes} bytes in all annotations together`;
  return [
    ...faults,
    { path: formatPath(path), found: `${size} bytes`, allowed, fix: 'move the content to a ConfigMap' },
  ];
}

/** Keys without a fault: few, and on every object again. */
const fineKeys = new Set<string>();
const keysRemembered = 4096;

function keyFaults(path: () => string, key: string): readonly Fault[] {
  if (fineKeys.has(key)) return noFaults;
  const faults = faultsOfKey(path, key);
  if (faults.length === 0 && fineKeys.size < keysRemembered) fineKeys.add(key);
  return faults;
}

/** A key is a name, with or without the domain of its owner before a slash. */
function faultsOfKey(path: () => string, key: string): readonly Fault[] {
  const slash = key.indexOf('/');
  if (slash < 0) return textFaults(path, key, qualifiedName, 'rename it');
  const slashes = key.split('/').length - 1;
  if (slashes > 1) {
    return [
      {
        path: path(),
        found: `${show(key)} with ${slashes} slashes`,
        allowed: 'one slash at most',
        fix: 'rename it',
      },
    ];
  }
  return [
    ...textFaults(path, key.slice(0, slash), dnsSubdomain, 'change the part before the slash'),
    ...textFaults(path, key.slice(slash + 1), qualifiedName, 'change the part after the slash'),
  ];
}
