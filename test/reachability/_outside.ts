import { gatewayRanges, type ResolvedEnvironment } from '@plinth/model';
import type { Outside } from './_endpoint';
import { addressOf, contains, rangeOf } from './_ipv4';

/**
 * Ranges that lead nowhere on the internet, and inside a company to whatever it put there.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const NOT_THE_INTERNET: Readonly<Record<string, string>> = {
  'this network': '0.0.0.0/8',
  'private 10': '10.0.0.0/8',
  'shared by carriers': '100.64.0.0/10',
  loopback: '127.0.0.0/8',
  'link-local': '169.254.0.0/16',
  'private 172': '172.16.0.0/12',
  'protocol assignments': '192.0.0.0/24',
  'documentation 1': '192.0.2.0/24',
  'former 6to4 relays': '192.88.99.0/24',
  'private 192': '192.168.0.0/16',
  benchmarks: '198.18.0.0/15',
  'documentation 2': '198.51.100.0/24',
  'documentation 3': '203.0.113.0/24',
  multicast: '224.0.0.0/4',
  'class E': '240.0.0.0/4',
};

/** Addresses that mean something to every cluster, and some that mean nothing to ours. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  'metadata server': '169.254.169.254',
  'metadata server on the node': '169.254.169.252',
  'name server on the node': '169.254.20.10',
  'Google APIs': '199.36.153.8/30',
  'somewhere on the internet': '8.8.8.8',
  'elsewhere on the internet': '93.184.215.14',
  'somewhere in the company': '10.200.3.4',
};

export function isInternet(address: string): boolean {
  return !Object.values(NOT_THE_INTERNET).some((range) => contains(range, address));
}

/**
 * Addresses outside the cluster that are worth asking about: the first and the last of every range that is
 * declared, and the two beside it, which are not.
 */
export function addressesAround({ facts, dependencies }: ResolvedEnvironment): Outside[] {
  const { nodes, pods, services, controlPlane } = facts.network;
  const ranges: [string, string][] = [
    ...Object.entries(EVERYWHERE),
    ['API server', controlPlane],
    ['node', nodes],
    ['cluster IP', services],
    ...gatewayRanges(facts).map((range): [string, string] => ['gateway', range]),
    ...facts.repository.addresses.map((range): [string, string] => ['repository', range]),
    ...(facts.vault?.signIn.addresses ?? []).map((range): [string, string] => ['sign-in', range]),
    ...dependencies.flatMap(({ name, addresses }) =>
      addresses === 'internet' ? [] : addresses.map((range): [string, string] => [name, range]),
    ),
    ...Object.entries(NOT_THE_INTERNET),
  ];
  const named = new Map<string, string>();
  const add = (name: string, number: number) => {
    const address = addressOf(number);
    if (number < 0 || number > 0xffffffff || named.has(address) || contains(pods, address)) return;
    named.set(address, `${name} ${address}`);
  };
  for (const [name, range] of ranges) for (const number of rangeOf(range)) add(name, number);
  for (const [name, range] of ranges) {
    const [first, last] = rangeOf(range);
    add(`before ${name}`, first - 1);
    add(`after ${name}`, last + 1);
  }
  return [...named].map(([address, name]) => ({ kind: 'outside', name, address }));
}
