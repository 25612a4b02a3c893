import { Network, type NetworkArgs, PrivateGoogleApis } from '@plinth/cloud';
import { CLOUD_SQL_CONNECTOR_PORT, PRIVATE_GOOGLE_APIS, WEBHOOK_PORTS } from '@plinth/model';
import type { Place } from './place';

export function network(place: Place): Network {
  const { facts, cloud, region, project, labels, options } = place;
  const { nodes, pods, services, controlPlane, proxies } = facts.network;
  const made = new Network(
    'network',
    {
      region,
      ranges: { nodes, pods, services, controlPlane, proxies, endpoints: cloud.endpoints },
      maxNodes: facts.maxNodes,
      podsPerNode: facts.podsPerNode,
      natAddresses: cloud.natAddresses,
      egress: egress(place),
      webhookPorts: Object.values(WEBHOOK_PORTS),
      labels,
    },
    options,
  );
  new PrivateGoogleApis(
    'google-apis',
    { project, range: PRIVATE_GOOGLE_APIS, network: made.id, labels },
    options,
  );
  return made;
}

/** What is declared as a dependency may be reached, Git, where people sign in, and nothing else outside the cluster. */
function egress({ environment, facts }: Place): NonNullable<NetworkArgs['egress']> {
  const dependencies = environment.dependencies.map(({ name, addresses, ports, cloudSql }) => {
    const connector = cloudSql === undefined ? [] : [CLOUD_SQL_CONNECTOR_PORT];
    return [name, { cidrs: addresses, ports: [...Object.values(ports), ...connector] }] as const;
  });
  const repository = ['argocd-repository', { cidrs: facts.repository.addresses, ports: [443] }] as const;
  const signIn = facts.vault?.signIn.addresses;
  return {
    ...Object.fromEntries([...dependencies, repository]),
    ...(signIn !== undefined && { 'vault-sign-in': { cidrs: signIn, ports: [443] } }),
  };
}
