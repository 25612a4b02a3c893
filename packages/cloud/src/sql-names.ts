import { UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Input, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';

export interface SqlNamesArgs {
  readonly project: string;
  readonly region: string;
  /** The network that sees them, by id. */
  readonly network: Input<string>;
  readonly labels: Labels;
  readonly transform?: { readonly zone?: Transform<gcp.dns.ManagedZoneArgs> };
}

/**
 * The names that Google gives to databases of a region, as a network resolves them: to addresses of ours. Google's connectors,
 * with which Vault logs in, ask for a database by that name and by no other.
 * @see https://cloud.google.com/sql/docs/postgres/configure-private-service-connect
 */
export class SqlNames extends Component {
  readonly nodes: { readonly zone: gcp.dns.ManagedZone };

  constructor(name: string, args: SqlNamesArgs, options?: ComponentResourceOptions) {
    const where = `SqlNames ${name}`;
    UserError.throwIfAny([
      ...projectProblems(`${where}: project`, args.project),
      ...regionProblems(`${where}: region`, args.region),
      ...labelProblems(`${where}: labels`, args.labels),
    ]);
    super('SqlNames', name, options);
    this.nodes = { zone: this.#createZone(args) };
    this.registerOutputs();
  }

  get zoneName(): Output<string> {
    return this.nodes.zone.name;
  }

  #createZone({ project, region, network, labels, transform }: SqlNamesArgs): gcp.dns.ManagedZone {
    const zone: gcp.dns.ManagedZoneArgs = {
      project,
      name: `${region}-sql-goog`,
      dnsName: `${region}.sql.goog.`,
      description: `Databases in ${region}, at addresses of ours`,
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: network }] },
      labels,
    };
    return new gcp.dns.ManagedZone(...this.child(undefined, zone, transform?.zone));
  }
}
