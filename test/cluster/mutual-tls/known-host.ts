import type { Workspace } from '@plinth/testing';
import type { PodAddresses } from './pod-addresses';

/** The cluster's DNS, for one name and one program of Node. */
const DNS = `const dns = require('node:dns');
dns.lookup = (host, { all }, callback) => {
  const address = host === process.env.KNOWN_HOST ? process.env.KNOWN_ADDRESS : host;
  if (!/^127[.]/.test(address)) callback(new Error(host + ' is nobody'));
  else all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4);
};
`;

/** Variables with which a program of Node knows the host in `ledger.exchange.svc:8443`. */
export function knownHost(
  address: string,
  { workspace, addresses }: { readonly workspace: Workspace; readonly addresses: PodAddresses },
): Record<string, string> {
  const [host = ''] = address.split(':');
  if (host.startsWith('127.')) return {};
  const file = workspace.write('dns.js', DNS);
  return {
    NODE_OPTIONS: `--require=${file}`,
    KNOWN_HOST: host,
    KNOWN_ADDRESS: addresses.resolve(host),
  };
}
