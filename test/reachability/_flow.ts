import type { Endpoint, Port } from './_endpoint';
import { contains } from './_ipv4';

/** Connections that somebody wants, and why. */
export interface Flow {
  readonly reason: string;
  readonly from: (endpoint: Endpoint) => boolean;
  readonly to: (endpoint: Endpoint) => boolean;
  readonly ports: readonly Port[] | 'every port';
}

/** Pods by their full names, `exchange/ledger`. */
export function pods(...names: readonly string[]): Flow['from'] {
  const wanted = new Set(names);
  return ({ kind, name }) => kind === 'pod' && wanted.has(name);
}

/** Every pod of some namespaces. */
export function podsIn(...namespaces: readonly string[]): Flow['from'] {
  return (endpoint) => endpoint.kind === 'pod' && namespaces.includes(endpoint.namespace);
}

/** Whatever has an address in one of these ranges and is no pod. */
export function addresses(...ranges: readonly string[]): Flow['from'] {
  return ({ kind, address }) => kind === 'outside' && ranges.some((range) => contains(range, address));
}

export function tcp(...numbers: readonly number[]): Port[] {
  return numbers.map((number) => ({ number, protocol: 'TCP' }));
}
