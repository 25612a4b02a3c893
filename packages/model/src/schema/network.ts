import { leaf, text, whole } from './_leaf';

/**
 * A port that a process without privileges can listen on.
 */
export const port = whole(1025, 65535, 'a port');

/** A port of somebody else's, such as 443. */
export const remotePort = whole(1, 65535, 'a port');

/** An IPv4 network in its one canonical form. */
export interface Cidr {
  readonly text: string;
  readonly first: number;
  readonly size: number;
}

/** Undefined for a missing mask, host bits, an address out of range, or anything that is not IPv4. */
export function tryCidr(value: unknown): Cidr | undefined {
  const match =
    typeof value === 'string' ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(value) : null;
  if (match === null) return undefined;
  const numbers = match.slice(1).map(Number);
  const mask = numbers[4] ?? 33;
  if (numbers.slice(0, 4).some((part) => part > 255) || mask > 32) return undefined;
  if (match.slice(1).some((digits) => digits.length > 1 && digits.startsWith('0'))) return undefined;
  const first = numbers.slice(0, 4).reduce((total, part) => total * 256 + part, 0);
  const size = 2 ** (32 - mask);
  return first % size === 0 ? { text: match[0], first, size } : undefined;
}

/** A network of a company, never the whole internet. */
export const cidr = leaf<string>({
  allowed: 'an IPv4 network without host bits, such as "10.20.0.0/20" or "10.20.0.5/32", and never 0.0.0.0/0',
  fix: 'write the network address and its mask',
  json: 'string',
  parse: (value) => {
    const parsed = tryCidr(value);
    return parsed !== undefined && parsed.size <= 2 ** 24 ? parsed.text : undefined;
  },
});

/**
 * A fully qualified host name in its canonical form.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 */
export const hostname = text(
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=.*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  'a full host name in lower case, without wildcard, without trailing dot and no address, such as "api.example.com"',
  'write the name that callers will use; write an international name in its xn-- form',
);

export const urlPath = text(
  /^\/(?:(?!\.\.?(?:\/|$))[A-Za-z0-9._~-]+(?:\/(?!\.\.?(?:\/|$))[A-Za-z0-9._~-]+)*)?$/,
  'a path that starts with "/" and has no trailing slash, blank, query or ".." segment',
  'write for example "/readyz"',
);
