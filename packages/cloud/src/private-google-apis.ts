import { UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { googleApisRangeProblems, tryGoogleApisRange } from './google-apis-range';
import { type Labels, labelProblems } from './label';
import { projectProblems } from './place';

export interface PrivateGoogleApisArgs {
  readonly project: string;
  /** The four addresses of `private.googleapis.com` or `restricted.googleapis.com`. */
  readonly range: string;
  /** The network that sees them, by id. */
  readonly network: Input<string>;
  readonly labels: Labels;
  readonly transform?: {
    readonly zones?: Transform<gcp.dns.ManagedZoneArgs>;
    readonly addresses?: Transform<gcp.dns.RecordSetArgs>;
    readonly names?: Transform<gcp.dns.RecordSetArgs>;
  };
}

/** The APIs, and the registry from which nodes pull. */
type Domain = 'googleapis.com' | 'pkg.dev' | 'gcr.io';
const SECONDS = 300;

type ByDomain<T> = Readonly<Record<Domain, T>>;

/**
 * Google's names as a network without a way to the internet has to resolve them: to addresses that lead to
 * Google and nowhere else.
 * @see https://cloud.google.com/vpc/docs/configure-private-google-access#config-domain
 */
export class PrivateGoogleApis extends Component {
  readonly nodes: {
    readonly zones: ByDomain<gcp.dns.ManagedZone>;
    readonly addresses: ByDomain<gcp.dns.RecordSet>;
    readonly names: ByDomain<gcp.dns.RecordSet>;
  };
  readonly #args: PrivateGoogleApisArgs;

  constructor(name: string, args: PrivateGoogleApisArgs, options?: ComponentResourceOptions) {
    const where = `PrivateGoogleApis ${name}`;
    UserError.throwIfAny([
      ...projectProblems(`${where}: project`, args.project),
      ...googleApisRangeProblems(`${where}: range`, args.range),
      ...labelProblems(`${where}: labels`, args.labels),
    ]);
    super('PrivateGoogleApis', name, options);
    this.#args = args;
    const zones = this.#createZones();
    this.nodes = { zones, addresses: this.#createAddresses(zones), names: this.#createNames(zones) };
    this.registerOutputs();
  }

  #createZones(): ByDomain<gcp.dns.ManagedZone> {
    const { project, network, labels, transform } = this.#args;
    return byDomain((domain) => {
      const zone: gcp.dns.ManagedZoneArgs = {
        project,
        name: domain.replaceAll('.', '-'),
        dnsName: `${domain}.`,
        description: `${domain} without the internet`,
        visibility: 'private',
        privateVisibilityConfig: { networks: [{ networkUrl: network }] },
        labels,
      };
      return new gcp.dns.ManagedZone(...this.child(domain, zone, transform?.zones));
    });
  }

  #createAddresses(zones: ByDomain<gcp.dns.ManagedZone>): ByDomain<gcp.dns.RecordSet> {
    const { range, transform } = this.#args;
    const addresses = [...(tryGoogleApisRange(range)?.addresses ?? [])];
    return byDomain((domain) => {
      const record = this.#record(zones[domain], {
        name: this.#target(domain),
        type: 'A',
        rrdatas: addresses,
      });
      return new gcp.dns.RecordSet(...this.child(`${domain}-addresses`, record, transform?.addresses));
    });
  }

  #createNames(zones: ByDomain<gcp.dns.ManagedZone>): ByDomain<gcp.dns.RecordSet> {
    const { transform } = this.#args;
    return byDomain((domain) => {
      const rrdatas = [this.#target(domain)];
      const record = this.#record(zones[domain], { name: `*.${domain}.`, type: 'CNAME', rrdatas });
      return new gcp.dns.RecordSet(...this.child(`${domain}-names`, record, transform?.names));
    });
  }

  /** The APIs have a name for this way to reach them; the registry has none of its own. */
  #target(domain: Domain): string {
    const host = tryGoogleApisRange(this.#args.range)?.host ?? domain;
    return host.endsWith(`.${domain}`) ? `${host}.` : `${domain}.`;
  }

  #record(
    zone: gcp.dns.ManagedZone,
    what: Pick<gcp.dns.RecordSetArgs, 'name' | 'type' | 'rrdatas'>,
  ): gcp.dns.RecordSetArgs {
    return { project: this.#args.project, managedZone: zone.name, ttl: SECONDS, ...what };
  }
}

function byDomain<T>(make: (domain: Domain) => T): ByDomain<T> {
  return {
    'googleapis.com': make('googleapis.com'),
    'pkg.dev': make('pkg.dev'),
    'gcr.io': make('gcr.io'),
  };
}
