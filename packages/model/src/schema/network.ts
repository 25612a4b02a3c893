import { Cidr } from '@plinth/units';
import { leaf, text, tryParse, whole } from './_leaf';

/**
 * A port that a process without privileges can listen on.
 */
export const port = whole(1025, 65535, 'a port');

/** A port of somebody else's, such as 443. */
export const remotePort = whole(1, 65535, 'a port');

/** An IPv4 network: the clusters have no other. */
export function tryCidr(value: unknown): Cidr | undefined {
  const parsed = tryParse(() => Cidr.parse(value));
  return parsed?.bits === 32 ? parsed : undefined;
}

/** A network of a company, never the whole internet. */
export const cidr = leaf<string>({
  allowed: 'an IPv4 network without host bits, such as "10.20.0.0/20" or "10.20.0.5/32", and never 0.0.0.0/0',
  fix: 'write the network address and its mask',
  json: 'string',
  parse: (value) => {
    const parsed = tryCidr(value);
    return parsed !== undefined && parsed.mask >= 8 ? parsed.text : undefined;
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
