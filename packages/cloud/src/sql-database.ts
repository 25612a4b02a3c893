import type * as gcp from '@pulumi/gcp';
import type { Input } from '@pulumi/pulumi';
import type { Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import type { Labels } from './label';

/** Where a database is reached: an address of ours that leads to it and to nothing else. */
export interface SqlEndpoint {
  /** An address of the subnetwork that nothing else has. */
  readonly address: string;
  readonly network: Input<string>;
  readonly subnetwork: Input<string>;
}

export interface SqlDatabaseArgs {
  readonly project: string;
  readonly region: string;
  readonly instanceName: string;
  /** Such as `POSTGRES_18`. */
  readonly version: string;
  readonly machine: {
    /** `db-custom-` with processors and MiB of memory, or `db-perf-optimized-N-` with processors. */
    readonly tier: string;
    /** At the start; it grows by itself up to four times as much. */
    readonly diskGiB: number;
  };
  /** A standby in another zone takes over. */
  readonly highAvailability: boolean;
  /** Refuses to be deleted, by Google's API and by Pulumi. */
  readonly deletionProtection: boolean;
  readonly key: EncryptionKey;
  readonly endpoint: SqlEndpoint;
  /** Projects that may make an endpoint to it. @default this one */
  readonly allowedConsumerProjects?: readonly string[];
  readonly labels: Labels;
  readonly transform?: {
    readonly instance?: Transform<gcp.sql.DatabaseInstanceArgs>;
    readonly address?: Transform<gcp.compute.AddressArgs>;
    readonly endpoint?: Transform<gcp.compute.ForwardingRuleArgs>;
  };
}
