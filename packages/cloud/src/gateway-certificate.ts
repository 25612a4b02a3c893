import type * as gcp from '@pulumi/gcp';
import type { Transform } from './component';
import type { Labels } from './label';
import type { PublicZone } from './public-zone';

export interface GatewayCertificateArgs {
  readonly project: string;
  readonly region: string;
  /** Under which a `Gateway` names it. */
  readonly certificateName: string;
  /** 1 to 100 hosts of the zone. */
  readonly hosts: readonly string[];
  /** Where we prove to Google that the hosts are ours. */
  readonly zone: PublicZone;
  readonly labels: Labels;
  readonly transform?: {
    readonly certificate?: Transform<gcp.certificatemanager.CertificateArgs>;
    readonly authorizations?: Transform<gcp.certificatemanager.DnsAuthorizationArgs>;
    readonly records?: Transform<gcp.dns.RecordSetArgs>;
  };
}
