import { isIPv4, isIPv6 } from 'node:net';

/** A form that a type alone does not say. Values of other types are not its business. */
export interface Format {
  readonly accepts: (value: unknown) => boolean;
  readonly allowed: string;
  readonly fix: string;
}

/** The formats that Kubernetes and the custom resources use. */
export const formats: ReadonlyMap<string, Format> = new Map([
  [
    'int32',
    number((value) => Math.abs(value + 0.5) < 2 ** 31, 'a whole number of 32 bits', 'write a smaller number'),
  ],
  // Beyond this a JavaScript number has lost digits already.
  ['int64', number(Number.isSafeInteger, 'a whole number up to 2^53', 'write a smaller number')],
  [
    'quantity',
    text(
      /^[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/,
      'a quantity such as 0.5, 500m or 512Mi',
      'write a number, with one of the units n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or none',
    ),
  ],
  [
    'byte',
    text(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'base64', 'encode it as base64'),
  ],
  [
    'date-time',
    text(
      /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d)$/,
      'a time such as 2030-12-31T23:59:59Z',
      'write it in the form of RFC 3339',
    ),
  ],
  ['ipv4', address(isIPv4, 'an IPv4 address')],
  ['ipv6', address(isIPv6, 'an IPv6 address')],
]);

function text(pattern: RegExp, allowed: string, fix: string): Format {
  return { accepts: (value) => typeof value !== 'string' || pattern.test(value), allowed, fix };
}

function number(isFine: (value: number) => boolean, allowed: string, fix: string): Format {
  return { accepts: (value) => typeof value !== 'number' || isFine(value), allowed, fix };
}

function address(isFine: (value: string) => boolean, allowed: string): Format {
  return { accepts: (value) => typeof value !== 'string' || isFine(value), allowed, fix: `write ${allowed}` };
}
