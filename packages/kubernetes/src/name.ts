import { show, UserError } from '@plinth/errors';

/** The longest DNS label, and so the longest name of a Service and value of a label. */
export const LABEL_LENGTH = 63;

/** Kubernetes adds a dash and a hash of ten digits to the names of CronJobs' and StatefulSets' children. */
export const PARENT_LENGTH = 52;

/** Names that mean something else to Kubernetes, to JavaScript or to a file system. */
const RESERVED = new Set(['default', 'constructor', 'con', 'prn', 'aux', 'nul']);

/**
 * The name of an object of ours: a DNS label that begins with a letter, because it is also the name of a
 * Service, of a file and of a folder.
 * @throws UserError `name`
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 */
export function readName(value: unknown, longest: number = LABEL_LENGTH): string {
  const allowed = `1 to ${longest} of a-z, 0-9 and "-", from a letter to a letter or digit`;
  if (typeof value !== 'string' || !/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(value)) {
    throw nameError(value, allowed, `write for example ${JSON.stringify(suggestion(value))}`);
  }
  if (value.length > longest) {
    throw nameError(value, allowed, `shorten it by ${value.length - longest}`);
  }
  if (RESERVED.has(value) || value.startsWith('kube-')) {
    throw nameError(
      value,
      `${allowed}, and not reserved (${[...RESERVED].join(', ')}, kube-*)`,
      'choose another name',
    );
  }
  return value;
}

/** The name of something that exists already, such as a StorageClass or a PriorityClass. */
export function readReference(value: unknown): string {
  if (
    typeof value !== 'string' ||
    value.length > 253 ||
    !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(value)
  ) {
    throw nameError(
      value,
      'a DNS name of at most 253 characters in lower case',
      'write its name as kubectl shows it',
    );
  }
  return value;
}

function nameError(value: unknown, allowed: string, fix: string): UserError {
  return new UserError({ code: 'name', where: 'name', found: show(value), allowed, fix });
}

function suggestion(value: unknown): string {
  const words =
    String(value)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').replace(/^[0-9-]+/, '');
  return name === '' || typeof value !== 'string' ? 'ledger' : name.slice(0, LABEL_LENGTH);
}
