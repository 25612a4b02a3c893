import { UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Input, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { zoneProblems } from './host';
import { type Labels, labelProblems } from './label';
import { projectProblems } from './place';

export interface PublicZoneArgs {
  readonly project: string;
  readonly zoneName: string;
  /** Without a dot at the end. */
  readonly domain: string;
  /** Addresses of hosts in the domain. */
  readonly hosts: Readonly<Record<string, Input<string>>>;
  readonly labels: Labels;
  readonly transform?: {
    readonly zone?: Transform<gcp.dns.ManagedZoneArgs>;
    readonly hosts?: Transform<gcp.dns.RecordSetArgs>;
    readonly authorities?: Transform<gcp.dns.RecordSetArgs>;
  };
}

const SECONDS = 300;
/** The one authority whose certificates Certificate Manager brings. */
const AUTHORITY = 'pki.goog';

/**
 * The environment's domain: signed, with an address for each host, and a word to all authorities that only
 * Google's may certify them. The parent zone has to delegate to its `nameServers`.
 * @see https://cloud.google.com/dns/docs/dnssec
 */
export class PublicZone extends Component {
  readonly nodes: {
    readonly zone: gcp.dns.ManagedZone;
    readonly hosts: Readonly<Record<string, gcp.dns.RecordSet>>;
    readonly authorities: gcp.dns.RecordSet;
  };
  readonly domain: string;
  readonly #args: PublicZoneArgs;

  constructor(name: string, args: PublicZoneArgs, options?: ComponentResourceOptions) {
    const where = `PublicZone ${name}`;
    UserError.throwIfAny([
      ...projectProblems(`${where}: project`, args.project),
      ...zoneProblems(where, args.domain, Object.keys(args.hosts)),
      ...labelProblems(`${where}: labels`, args.labels),
    ]);
    super('PublicZone', name, options);
    this.#args = args;
    this.domain = args.domain;
    const zone = this.#createZone();
    this.nodes = {
      zone,
      hosts: this.#createHosts(zone),
      authorities: this.#createAuthorities(zone),
    };
    this.registerOutputs();
  }

  /** To which the parent zone delegates. */
  get nameServers(): Output<string[]> {
    return this.nodes.zone.nameServers;
  }

  #createZone(): gcp.dns.ManagedZone {
    const { project, zoneName, domain, labels, transform } = this.#args;
    const zone: gcp.dns.ManagedZoneArgs = {
      project,
      name: zoneName,
      dnsName: `${domain}.`,
      description: `Hosts of ${domain}`,
      visibility: 'public',
      dnssecConfig: {
        state: 'on',
        nonExistence: 'nsec3',
        defaultKeySpecs: ['keySigning', 'zoneSigning'].map((keyType) => ({
          keyType,
          algorithm: 'ecdsap256sha256',
          keyLength: 256,
        })),
      },
      cloudLoggingConfig: { enableLogging: true },
      forceDestroy: false,
      labels,
    };
    return new gcp.dns.ManagedZone(...this.child(undefined, zone, transform?.zone));
  }

  #createHosts(zone: gcp.dns.ManagedZone): Record<string, gcp.dns.RecordSet> {
    const { hosts, transform } = this.#args;
    const records = Object.entries(hosts).map(([host, address]) => {
      const record = this.#record(zone, { name: `${host}.`, type: 'A', rrdatas: [address] });
      return [host, new gcp.dns.RecordSet(...this.child(host, record, transform?.hosts))] as const;
    });
    return Object.fromEntries(records);
  }

  #createAuthorities(zone: gcp.dns.ManagedZone): gcp.dns.RecordSet {
    const { domain, transform } = this.#args;
    const record = this.#record(zone, {
      name: `${domain}.`,
      type: 'CAA',
      rrdatas: [`0 issue "${AUTHORITY}"`],
    });
    return new gcp.dns.RecordSet(...this.child('authorities', record, transform?.authorities));
  }

  #record(
    zone: gcp.dns.ManagedZone,
    what: Pick<gcp.dns.RecordSetArgs, 'name' | 'type' | 'rrdatas'>,
  ): gcp.dns.RecordSetArgs {
    return { project: this.#args.project, managedZone: zone.name, ttl: SECONDS, ...what };
  }
}
