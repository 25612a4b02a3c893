import type { Protocol } from './_network-policy';

/** Whatever may stand at either end of a connection. */
export type Endpoint = Pod | Outside;

/** One pod of a template, or of somebody else's chart. Its replicas are alike. */
export interface Pod {
  readonly kind: 'pod';
  /** `exchange/ledger`. */
  readonly name: string;
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly ContainerPort[];
  readonly address: string;
}

/** An address that is no pod's. */
export interface Outside {
  readonly kind: 'outside';
  /** What it stands for, and the address. */
  readonly name: string;
  readonly address: string;
}

export interface ContainerPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: Protocol;
}

/** Where a connection arrives. */
export interface Port {
  readonly number: number;
  readonly protocol: Protocol;
}
