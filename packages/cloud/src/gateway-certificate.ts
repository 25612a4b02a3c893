import { type Problem, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { hostProblems } from './host';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';
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

const MOST_HOSTS = 100;
const SECONDS = 300;

/**
 * A certificate of a region's gateway, which Google brings and renews as long as records in our zone say that its
 * hosts are ours. Its hosts are for ever: another host is another certificate, as one in use cannot be replaced.
 * @see https://cloud.google.com/certificate-manager/docs/deploy-google-managed-regional
 */
export class GatewayCertificate extends Component {
  readonly nodes: {
    readonly certificate: gcp.certificatemanager.Certificate;
    /** By host. */
    readonly authorizations: Readonly<Record<string, gcp.certificatemanager.DnsAuthorization>>;
    /** By host. */
    readonly records: Readonly<Record<string, gcp.dns.RecordSet>>;
  };
  readonly #args: GatewayCertificateArgs;

  constructor(name: string, args: GatewayCertificateArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`GatewayCertificate ${name}`, args));
    super('GatewayCertificate', name, options);
    this.#args = args;
    const authorizations = this.#createAuthorizations();
    this.nodes = {
      authorizations,
      records: this.#createRecords(authorizations),
      certificate: this.#createCertificate(authorizations),
    };
    this.registerOutputs();
  }

  get id(): Output<string> {
    return this.nodes.certificate.id;
  }

  #createAuthorizations(): Record<string, gcp.certificatemanager.DnsAuthorization> {
    const { project, region, certificateName, hosts, labels, transform } = this.#args;
    const authorizations = hosts.map((host) => {
      const args: gcp.certificatemanager.DnsAuthorizationArgs = {
        project,
        location: region,
        name: hosts.length === 1 ? certificateName : `${certificateName}-${host.replaceAll('.', '-')}`,
        description: `That ${host} is ours`,
        domain: host,
        type: 'PER_PROJECT_RECORD',
        labels,
      };
      const child = this.child(`${host}-authorization`, args, transform?.authorizations);
      return [host, new gcp.certificatemanager.DnsAuthorization(...child)] as const;
    });
    return Object.fromEntries(authorizations);
  }

  #createRecords(
    authorizations: Readonly<Record<string, gcp.certificatemanager.DnsAuthorization>>,
  ): Record<string, gcp.dns.RecordSet> {
    const { project, zone, transform } = this.#args;
    const records = Object.entries(authorizations).map(([host, { dnsResourceRecords }]) => {
      const proof = dnsResourceRecords.apply(onlyRecord);
      const record: gcp.dns.RecordSetArgs = {
        project,
        managedZone: zone.nodes.zone.name,
        name: proof.name,
        type: proof.type,
        ttl: SECONDS,
        rrdatas: [proof.data],
      };
      return [
        host,
        new gcp.dns.RecordSet(...this.child(`${host}-proof`, record, transform?.records)),
      ] as const;
    });
    return Object.fromEntries(records);
  }

  #createCertificate(
    authorizations: Readonly<Record<string, gcp.certificatemanager.DnsAuthorization>>,
  ): gcp.certificatemanager.Certificate {
    const { project, region, certificateName, hosts, labels, transform } = this.#args;
    const certificate: gcp.certificatemanager.CertificateArgs = {
      project,
      location: region,
      name: certificateName,
      managed: {
        domains: [...hosts],
        dnsAuthorizations: Object.values(authorizations).map(({ id }) => id),
      },
      labels,
    };
    return new gcp.certificatemanager.Certificate(
      ...this.child(undefined, certificate, transform?.certificate),
    );
  }
}

/** Each authorization asks for exactly one record. */
function onlyRecord<R>([record]: readonly R[]): R {
  if (record === undefined) throw new Error('a DNS authorization that asks for no record');
  return record;
}

function problemsOf(where: string, args: GatewayCertificateArgs): Problem[] {
  const { hosts } = args;
  const few = hosts.length > 0 && hosts.length <= MOST_HOSTS;
  return [
    ...projectProblems(`${where}: project`, args.project),
    ...regionProblems(`${where}: region`, args.region),
    ...hostProblems(`${where}: hosts`, args.zone.domain, hosts),
    ...(few
      ? []
      : [
          {
            code: 'certificate-hosts',
            where: `${where}: hosts`,
            found: `${hosts.length} hosts`,
            allowed: `1 to ${MOST_HOSTS} hosts`,
            fix: 'share them out among certificates',
          },
        ]),
    ...labelProblems(`${where}: labels`, args.labels),
  ];
}
