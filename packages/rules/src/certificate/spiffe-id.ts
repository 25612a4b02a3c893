/** Who somebody is to everybody: one ServiceAccount of one namespace, in one trust domain. */
export interface SpiffeId {
  readonly domain: string;
  readonly namespace: string;
  readonly account: string;
}

/** A trust domain is a host name in lower case; what is after it are names of Kubernetes. */
const FORM =
  /^spiffe:\/\/([a-z0-9]([a-z0-9._-]{0,253}[a-z0-9])?)\/ns\/([a-z0-9-]{1,63})\/sa\/([a-z0-9.-]{1,253})$/;

/** @see https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md */
export function trySpiffeId(uri: string): SpiffeId | undefined {
  const [, domain, , namespace, account] = FORM.exec(uri) ?? [];
  if (domain === undefined || namespace === undefined || account === undefined) return undefined;
  return { domain, namespace, account };
}
