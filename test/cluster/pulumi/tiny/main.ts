import { Provider } from '@pulumi/gcp';
import { Network, Subnetwork } from '@pulumi/gcp/compute';
import { User } from '@pulumi/gcp/sql';
import { Config } from '@pulumi/pulumi';

/** The smallest program with what a real one has: a provider, a reference, something protected, a secret. */
const config = new Config();
const provider = new Provider('tiny', { project: 'tiny-project' });
const network = new Network('network', { autoCreateSubnetworks: false }, { provider, protect: true });
const subnetwork = new Subnetwork(
  'subnetwork',
  {
    network: network.id,
    ipCidrRange: config.require('range'),
    region: config.get('region') ?? 'europe-west1',
  },
  // Without a provider it stands for a mistake that Pulumi itself finds.
  config.getBoolean('forgetProvider') === true ? {} : { provider },
);
const password = config.requireSecret('password');
new User('user', { instance: 'database', password }, { provider });

export const networkId = network.id;
export const subnetworkLink = subnetwork.selfLink;
export { password };
