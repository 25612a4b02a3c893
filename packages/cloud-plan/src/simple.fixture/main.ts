import { compute } from '@pulumi/gcp';
import { ComponentResource, Config } from '@pulumi/pulumi';

class Place extends ComponentResource {
  constructor(name: string, region: string) {
    super('test:cloud:Place', name);
    const network = new compute.Network(
      `${name}-network`,
      { autoCreateSubnetworks: false },
      { parent: this },
    );
    new compute.Subnetwork(
      `${name}-subnetwork`,
      { network: network.id, ipCidrRange: '10.0.0.0/20', region },
      { parent: this, protect: true },
    );
    this.registerOutputs();
  }
}

export = async (): Promise<Record<string, unknown>> => {
  new Place('here', new Config().require('region'));
  return { region: new Config().require('region') };
};
