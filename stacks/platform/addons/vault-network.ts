import { PLATFORM_NAMESPACES } from '@plinth/gitops';
import { type NetworkPolicy, podsOf } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import {
  ADD_ON_IDENTITIES,
  CLOUD_SQL_CONNECTOR_PORT,
  certificateIssuers,
  METADATA_SERVER,
  PRIVATE_GOOGLE_APIS,
  type ResolvedEnvironment,
  VAULT_PORTS,
  vaultLogins,
} from '@plinth/model';
import type { Chart } from 'cdk8s';
import { metadataOf, type Place } from '../place';
import { CERT_MANAGER_CONTROLLER } from './cert-manager';
import { NAMES, type Rule, tcp, to } from './network';

const INSTANCE = 'app.kubernetes.io/instance';
const { vault: SERVER, vaultSnapshot: SNAPSHOT } = ADD_ON_IDENTITIES;

/**
 * Who reaches the servers, and whom they reach. Nobody who declares no secret is let in. People come by
 * `kubectl port-forward`, which ends inside the pod, where no policy is asked: who may do that is a matter of rights in the
 * API server.
 */
export function vaultNetwork(chart: Chart, place: Place, environment: ResolvedEnvironment): void {
  const { api, cluster } = VAULT_PORTS;
  const servers = [{ podSelector: { matchLabels: { [INSTANCE]: SERVER.serviceAccount } } }];
  const ingress: Rule<'ingress'>[] = [
    { from: servers, ports: [tcp(api), tcp(cluster)] },
    { from: [...clients(environment), ...certManager(environment), snapshots()], ports: [tcp(api)] },
  ];
  const egress: Rule<'egress'>[] = [
    { to: servers, ports: [tcp(api), tcp(cluster)] },
    NAMES,
    // Whose is this token?
    to(place.facts.network.controlPlane, 443),
    to(PRIVATE_GOOGLE_APIS, 443),
    to(METADATA_SERVER, 80),
    ...databases(environment),
    ...(place.facts.vault?.signIn.addresses ?? []).map((cidr) => to(cidr, 443)),
  ];
  new Manifest<NetworkPolicy>(chart, 'allow-servers', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf('allow-servers', 'network-policy', place),
    spec: {
      podSelector: { matchLabels: { [INSTANCE]: SERVER.serviceAccount } },
      policyTypes: ['Ingress', 'Egress'],
      ingress,
      egress,
    },
  });
}

type Peer = NonNullable<Rule<'ingress'>['from']>[number];

/** The pods of everybody who logs in, by namespace. */
function clients(environment: ResolvedEnvironment): Peer[] {
  const roles = new Map<string, string[]>();
  for (const { namespace, role } of vaultLogins(environment)) {
    roles.set(namespace, [...(roles.get(namespace) ?? []), role]);
  }
  return [...roles].sort().map(([namespace, values]) => ({
    ...podsOf(namespace, {}),
    podSelector: { matchExpressions: [{ key: INSTANCE, operator: 'In', values }] },
  }));
}

/** Has the certificates of services signed, where there are any. */
function certManager(environment: ResolvedEnvironment): Peer[] {
  if (certificateIssuers(environment).length === 0) return [];
  return [podsOf(PLATFORM_NAMESPACES.certManager, CERT_MANAGER_CONTROLLER)];
}

function snapshots(): Peer {
  return { podSelector: { matchLabels: { [INSTANCE]: SNAPSHOT.serviceAccount } } };
}

/** Where it makes accounts and takes them back. */
function databases({ dependencies }: ResolvedEnvironment): Rule<'egress'>[] {
  return dependencies
    .filter(({ cloudSql }) => cloudSql !== undefined)
    .flatMap(({ addresses }) => (addresses === 'internet' ? [] : addresses))
    .map((cidr) => ({ to: [{ ipBlock: { cidr } }], ports: [tcp(CLOUD_SQL_CONNECTOR_PORT)] }));
}
