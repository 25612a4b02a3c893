import { type Problem, show } from '@plinth/errors';

/**
 * The two names under which a network without public addresses reaches Google's APIs, by their addresses:
 * all of them, or those alone that respect a service perimeter.
 * @see https://cloud.google.com/vpc/docs/configure-private-google-access#config-options
 */
const HOSTS: Readonly<Record<string, string>> = {
  '199.36.153.8/30': 'private.googleapis.com',
  '199.36.153.4/30': 'restricted.googleapis.com',
};

/** What Google's APIs are reached by in a range. */
export interface GoogleApisRange {
  readonly host: string;
  /** The four addresses. */
  readonly addresses: readonly string[];
}

/** Nothing for a range that is not Google's. */
export function tryGoogleApisRange(range: string): GoogleApisRange | undefined {
  const host = Object.hasOwn(HOSTS, range) ? HOSTS[range] : undefined;
  const [, network = '', first = ''] = /^(.+\.)(\d+)\/30$/.exec(range) ?? [];
  if (host === undefined) return undefined;
  return { host, addresses: [0, 1, 2, 3].map((offset) => `${network}${Number(first) + offset}`) };
}

export function googleApisRangeProblems(where: string, range: string): Problem[] {
  if (tryGoogleApisRange(range) !== undefined) return [];
  return [
    {
      code: 'google-apis-range',
      where,
      found: show(range),
      allowed: Object.entries(HOSTS)
        .map(([addresses, host]) => `"${addresses}" (${host})`)
        .join(' or '),
      fix: 'take one of the two: Google announces no others',
    },
  ];
}
