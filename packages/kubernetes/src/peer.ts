import { UserError } from '@plinth/errors';
import type { Cidr } from '@plinth/units';
import { readCidr } from './cidr';
import type { V27 } from './kplus';
import { readReason } from './label';
import { readName } from './name';
import { INSTANCE } from './owner';
import { readPortNumber } from './port';
import { resolveAll, resolveEach } from './resolve';

/** A port as a network policy sees it; names exist for workloads only. */
export interface PeerPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: 'TCP' | 'UDP';
}

/**
 * Whoever may stand at the other end of a connection. Anything can join in: a workload of ours, one that
 * is rendered elsewhere, a range of addresses.
 */
export interface ConnectionPeer {
  /** What messages call it, `exchange/ledger`, and what tells it from every other peer. */
  readonly description: string;
  /** Where it listens; empty when it only calls. */
  readonly ports: readonly PeerPort[];
  /** Why it may be reached, where that needs saying to an auditor. */
  readonly reason?: string;
  /** How a network policy selects it. Never empty: an empty list would select everybody. */
  toNetworkPolicyPeers(): readonly [V27['NetworkPolicyPeer'], ...V27['NetworkPolicyPeer'][]];
  /** Opens its own door to a caller, if it is rendered here. */
  acceptFrom?(caller: ConnectionPeer, ports: readonly PeerPort[]): void;
}

/** A workload of ours that is rendered by another program, in any namespace. */
export class WorkloadPeer implements ConnectionPeer {
  readonly description: string;

  private constructor(
    readonly namespace: string,
    readonly name: string,
    readonly ports: readonly PeerPort[],
  ) {
    this.description = `${namespace}/${name}`;
  }

  /** @throws UserError with everything that is wrong */
  static of(options: {
    readonly namespace: string;
    readonly name: string;
    /** Where it listens. @default - nowhere: it only calls */
    readonly port?: number;
  }): WorkloadPeer {
    const { namespace, name, ports } = resolveAll({
      namespace: () => readName(options.namespace),
      name: () => readName(options.name),
      ports: () => (options.port === undefined ? [] : [tcp(readPortNumber(options.port))]),
    });
    return new WorkloadPeer(namespace, name, ports);
  }

  toNetworkPolicyPeers(): readonly [V27['NetworkPolicyPeer']] {
    return [podsOf(this.namespace, { [INSTANCE]: this.name })];
  }
}

/** Something outside the cluster with known addresses: a database, a bank's endpoint. */
export class CidrPeer implements ConnectionPeer {
  private constructor(
    readonly description: string,
    readonly cidrs: readonly [Cidr, ...Cidr[]],
    readonly ports: readonly PeerPort[],
  ) {}

  /** @throws UserError with everything that is wrong */
  static of(options: {
    readonly cidrs: readonly (Cidr | string)[];
    /** Where it listens. @default - nowhere: it only calls */
    readonly ports?: readonly number[];
  }): CidrPeer {
    const { cidrs, ports } = resolveAll({
      cidrs: () => readCidrs(options.cidrs),
      ports: () => resolveEach(options.ports ?? [], (port) => tcp(readPortNumber(port))),
    });
    return new CidrPeer(cidrs.join(', '), cidrs, ports);
  }

  toNetworkPolicyPeers(): readonly [V27['NetworkPolicyPeer'], ...V27['NetworkPolicyPeer'][]] {
    const [first, ...rest] = this.cidrs;
    return [{ ipBlock: { cidr: first.text } }, ...rest.map((cidr) => ({ ipBlock: { cidr: cidr.text } }))];
  }
}

/**
 * Ranges that are not the internet: a pod that may reach the internet may not reach these by it. Beside the private
 * ones, those that a network may use inside although they look public, up to class E.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://cloud.google.com/vpc/docs/subnets#valid-ranges
 */
const NOT_THE_INTERNET = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * Every public address: for a node of a peer-to-peer network, which cannot name its peers. Private,
 * link-local and reserved ranges, and so the cluster and the metadata server, stay closed.
 */
export class InternetPeer implements ConnectionPeer {
  readonly description = 'the internet';

  private constructor(
    readonly ports: readonly PeerPort[],
    readonly reason: string,
  ) {}

  /** @throws UserError with everything that is wrong */
  static of(options: { readonly ports: readonly number[]; readonly reason: string }): InternetPeer {
    const { ports, reason } = resolveAll({
      ports: () => resolveEach(options.ports, (port) => tcp(readPortNumber(port))),
      reason: () => readReason(options.reason),
    });
    return new InternetPeer(ports, reason);
  }

  toNetworkPolicyPeers(): readonly [V27['NetworkPolicyPeer']] {
    return [{ ipBlock: { cidr: '0.0.0.0/0', except: NOT_THE_INTERNET } }];
  }
}

/** Pods by their labels in one namespace, which is named by the label that nobody can forge. */
export function podsOf(
  namespace: string,
  labels: Readonly<Record<string, string>>,
): V27['NetworkPolicyPeer'] {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}

/** @throws UserError `cidr…`, and `cidr-none` for an empty list, which would select everybody */
export function readCidrs(inputs: readonly (Cidr | string)[]): [Cidr, ...Cidr[]] {
  const [first, ...rest] = resolveEach(inputs, readCidr);
  if (first !== undefined) return [first, ...rest];
  throw new UserError({
    code: 'cidr-none',
    where: 'cidrs',
    found: 'an empty list',
    allowed: 'at least one address range',
    fix: 'name the range: an empty list would mean everybody',
  });
}

function tcp(number: number): PeerPort {
  return { number, protocol: 'TCP' };
}
