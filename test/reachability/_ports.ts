import type { Port } from './_endpoint';
import { type NetworkPolicy, type Protocol, rulesOf } from './_network-policy';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const [FIRST, LAST] = [1, 65_535];

/**
 * Ports that stand for all 65,535 of each protocol: who asks each pair about these has asked every pair about every
 * port, by construction.
 *
 * A policy compares a port with nothing but the ends of its ranges, and with the container ports that its names stand
 * for; an expectation, with the ports that it lists. Between two such numbers no answer can change: each number, and
 * each gap between them, is an equivalence class. Asked about are every number and the two beside it, which are the
 * last of the gap below and the first of the gap above; and the first and the last port of all.
 *
 * @param named whatever else a number may come from: of containers, of expectations
 */
export function portsOf(policies: readonly NetworkPolicy[], named: readonly Port[]): Port[] {
  const all = [...policies.flatMap(endsOf), ...named];
  return PROTOCOLS.flatMap((protocol) => {
    const ends = all.filter((port) => port.protocol === protocol).map(({ number }) => number);
    const asked = [FIRST, LAST, ...ends.flatMap((number) => [number - 1, number, number + 1])];
    return [...new Set(asked)]
      .filter((number) => FIRST <= number && number <= LAST)
      .sort((one, other) => one - other)
      .map((number) => ({ number, protocol }));
  });
}

/** Of every range of a policy the first and the last; a name has no number of its own, and no port has every one. */
function endsOf(policy: NetworkPolicy): Port[] {
  return [...rulesOf(policy, 'ingress'), ...rulesOf(policy, 'egress')]
    .flatMap(({ ports }) => ports ?? [])
    .flatMap(({ protocol = 'TCP', port, endPort }) =>
      typeof port === 'number' ? [port, endPort ?? port].map((number) => ({ number, protocol })) : [],
    );
}
