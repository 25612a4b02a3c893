import { METADATA_SERVER, PRIVATE_GOOGLE_APIS, type ResolvedEnvironment } from '@plinth/model';
import { declaredPods } from './_declared-traffic';
import { addresses, type Flow, pods, podsIn, tcp } from './_flow';

/** The namespaces whose programs are one. */
const ADD_ON_NAMESPACES = ['argocd', 'cert-manager', 'custom-metrics'] as const;

/** Of these two, each reaches what it needs and no more. */
const VAULT = 'vault/vault';
const VAULT_SNAPSHOT = 'vault/vault-snapshot';
const NAME_SERVERS = ['kube-system/kube-dns', 'kube-system/node-local-dns'] as const;

const DNS: Flow['ports'] = [{ number: 53, protocol: 'UDP' }, ...tcp(53)];

/** Google opens the tunnel from its API server into the cluster with this pod. */
const TUNNEL = 'kube-system/konnectivity-agent';

/**
 * Traffic that no squad declares: what the platform needs to work, written by hand. A line here is a promise to the
 * auditor; a policy that opens more, or less, fails.
 *
 * Not here, because no policy can forbid it: a node reaches the pods that run on it, so the kubelet's probes arrive.
 */
export function platformTraffic(environment: ResolvedEnvironment): Flow[] {
  const { network, repository, vault } = environment.facts;
  const { controlPlane } = network;
  const addOns = podsIn(...ADD_ON_NAMESPACES);
  const askVault = secretive(environment);
  const databases = cloudDatabases(environment);
  const apiServer: Flow['from'] = (endpoint) => addresses(controlPlane)(endpoint) || pods(TUNNEL)(endpoint);
  return [
    ...declaredPods(environment).map((name) => ({
      reason: `${name} asks name servers`,
      from: pods(name),
      to: pods(...NAME_SERVERS),
      ports: DNS,
    })),
    {
      reason: 'add-ons ask name servers',
      from: (endpoint) => addOns(endpoint) || pods(VAULT, VAULT_SNAPSHOT)(endpoint),
      to: pods(...NAME_SERVERS),
      ports: DNS,
    },
    ...ADD_ON_NAMESPACES.map((namespace) => ({
      reason: `the programs of ${namespace} are one: replicas elect a leader, replicate, join a cluster`,
      from: podsIn(namespace),
      to: podsIn(namespace),
      ports: 'every port' as const,
    })),
    {
      reason: 'add-ons are controllers: they watch the API server',
      from: addOns,
      to: addresses(controlPlane),
      ports: tcp(443),
    },
    {
      reason:
        'the API server asks the webhooks of cert-manager and of trust-manager about each object of theirs',
      from: apiServer,
      to: podsIn('cert-manager'),
      ports: tcp(10250, 6443),
    },
    {
      reason: 'the API server passes on questions for external metrics: an aggregated API',
      from: apiServer,
      to: podsIn('custom-metrics'),
      ports: tcp(4443),
    },
    {
      reason: 'Argo CD reads what it deploys',
      from: podsIn('argocd'),
      to: addresses(...repository.addresses),
      ports: tcp(443),
    },
    {
      reason: 'Argo CD reads charts in the registry of the environment, with a credential that it was given',
      from: podsIn('argocd'),
      to: addresses(PRIVATE_GOOGLE_APIS),
      ports: tcp(443),
    },
    {
      reason: 'the adapter reads Cloud Monitoring',
      from: podsIn('custom-metrics'),
      to: addresses(PRIVATE_GOOGLE_APIS),
      ports: tcp(443),
    },
    {
      reason: 'Vault opens its store with a key of Cloud KMS and asks Cloud SQL; its copies go into a bucket',
      from: pods(VAULT, VAULT_SNAPSHOT),
      to: addresses(PRIVATE_GOOGLE_APIS),
      ports: tcp(443),
    },
    {
      reason: 'all of them act under an identity of the cloud, which the metadata server hands out',
      from: (endpoint) => podsIn('custom-metrics')(endpoint) || pods(VAULT, VAULT_SNAPSHOT)(endpoint),
      to: addresses(METADATA_SERVER),
      ports: tcp(80),
    },
    {
      reason: 'servers of Vault join each other, and share their store',
      from: pods(VAULT),
      to: pods(VAULT),
      ports: tcp(8200, 8201),
    },
    {
      reason: 'the job that copies the store asks for it',
      from: pods(VAULT_SNAPSHOT),
      to: pods(VAULT),
      ports: tcp(8200),
    },
    {
      reason: 'Vault asks the API server whose a token is, and says there who is active',
      from: pods(VAULT),
      to: addresses(controlPlane),
      ports: tcp(443),
    },
    ...(environment.services.some(({ mutualTls }) => mutualTls !== undefined)
      ? [
          {
            reason: 'cert-manager has the certificates of services signed',
            from: pods('cert-manager/cert-manager-controller'),
            to: pods(VAULT),
            ports: tcp(8200),
          },
        ]
      : []),
    ...askVault.map((name) => ({
      reason: `${name} declares secrets`,
      from: pods(name),
      to: pods(VAULT),
      ports: tcp(8200),
    })),
    ...databases.map(({ name, ranges }) => ({
      reason: `Vault makes accounts of ${name}, by way of Google's connector, which proves who asks`,
      from: pods(VAULT),
      to: addresses(...ranges),
      ports: tcp(3307),
    })),
    ...(vault === undefined
      ? []
      : [
          {
            reason: 'Vault asks the identity provider who signs in',
            from: pods(VAULT),
            to: addresses(...vault.signIn.addresses),
            ports: tcp(443),
          },
        ]),
  ];
}

/** Who declares secrets, and the jobs before a roll-out that do: by their full names. */
function secretive({ services }: ResolvedEnvironment): string[] {
  return services.flatMap((service) => {
    const name = `${service.namespace}/${service.name}`;
    const before = 'beforeRollout' in service ? service.beforeRollout : undefined;
    return [
      ...(service.vault === undefined ? [] : [name]),
      ...(before?.vault === undefined ? [] : [`${name}-before`]),
    ];
  });
}

/** Databases that the cloud runs for us, and where. */
function cloudDatabases({ dependencies }: ResolvedEnvironment) {
  return dependencies.flatMap(({ name, cloudSql, addresses: ranges }) =>
    cloudSql === undefined || ranges === 'internet' ? [] : [{ name, ranges }],
  );
}
