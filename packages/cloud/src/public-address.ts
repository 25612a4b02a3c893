import { UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';

export interface PublicAddressArgs {
  readonly project: string;
  readonly region: string;
  /** Under which a `Gateway` asks for it. */
  readonly addressName: string;
  readonly labels: Labels;
  readonly transform?: { readonly address?: Transform<gcp.compute.AddressArgs> };
}

/**
 * An address on the internet that stays: under it customers find the gateway of a region.
 * @see https://cloud.google.com/load-balancing/docs/ip-addresses
 */
export class PublicAddress extends Component {
  readonly nodes: { readonly address: gcp.compute.Address };

  constructor(name: string, args: PublicAddressArgs, options?: ComponentResourceOptions) {
    const where = `PublicAddress ${name}`;
    UserError.throwIfAny([
      ...projectProblems(`${where}: project`, args.project),
      ...regionProblems(`${where}: region`, args.region),
      ...labelProblems(`${where}: labels`, args.labels),
    ]);
    super('PublicAddress', name, options);
    this.nodes = { address: this.#createAddress(args) };
    this.registerOutputs();
  }

  get address(): Output<string> {
    return this.nodes.address.address;
  }

  #createAddress({
    project,
    region,
    addressName,
    labels,
    transform,
  }: PublicAddressArgs): gcp.compute.Address {
    const address: gcp.compute.AddressArgs = {
      project,
      region,
      name: addressName,
      addressType: 'EXTERNAL',
      networkTier: 'PREMIUM',
      labels,
    };
    return new gcp.compute.Address(...this.child(undefined, address, transform?.address));
  }
}
