import type { NetworkRanges } from './ip-ranges';

/** Something outside of the cluster that the cluster may reach, by TCP. */
export interface NetworkEgress {
  /** `internet` is every address there is: for a node of a peer-to-peer network, which cannot name its peers. */
  readonly cidrs: readonly string[] | 'internet';
  readonly ports: readonly number[];
}

/** One rule of a network's firewall, in Google's words. */
export interface FirewallRule {
  /** The end of its name, which logs show. */
  readonly suffix: string;
  readonly description: string;
  readonly direction: 'INGRESS' | 'EGRESS';
  readonly action: 'allow' | 'deny';
  /** Who speaks to us, or to whom we speak. */
  readonly ranges: readonly string[];
  readonly protocols: readonly { readonly protocol: string; readonly ports?: readonly string[] }[];
}

const EVERYWHERE = ['0.0.0.0/0'] as const;

/**
 * `private.googleapis.com`: the addresses under which a network reaches Google's APIs, the same everywhere.
 * @see https://cloud.google.com/vpc/docs/configure-private-google-access
 */
export const PRIVATE_GOOGLE_ACCESS = '199.36.153.8/30';

/**
 * From where Google's load balancers ask for health.
 * @see https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges
 */
const HEALTH_CHECKS = ['35.191.0.0/16', '130.211.0.0/22'] as const;

/** What a container without privileges can listen on; which of them each pod opens, its NetworkPolicy says. */
const UNPRIVILEGED = '1025-65535';

/** The API, and the door through which the control plane keeps its tunnel to the nodes open. */
const CONTROL_PLANE_PORTS = ['443', '8132'] as const;

/**
 * All rules of a network in which one cluster is. What Google allows by default is outwards everything, inwards
 * nothing; here it is nothing in both directions, and each denial is logged. GKE adds rules of its own for traffic
 * between nodes, pods and the control plane.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules
 */
export function firewallRules(
  ranges: NetworkRanges,
  egress: Readonly<Record<string, NetworkEgress>>,
  webhookPorts: readonly number[],
): FirewallRule[] {
  return [
    deny('EGRESS', 'deny-egress', 'nothing leaves that another rule does not name'),
    deny('INGRESS', 'deny-ingress', 'nothing enters that another rule does not name'),
    ...clusterRules(ranges, webhookPorts),
    ...Object.entries(egress).map(([name, { cidrs, ports }]) =>
      allowTcp('EGRESS', `to-${name}`, `declared: ${name}`, cidrs === 'internet' ? EVERYWHERE : cidrs, ports),
    ),
  ];
}

function clusterRules(ranges: NetworkRanges, webhookPorts: readonly number[]): FirewallRule[] {
  const { nodes, pods, controlPlane, proxies } = ranges;
  return [
    {
      suffix: 'to-cluster',
      description: 'nodes and pods among themselves; NetworkPolicies say which',
      direction: 'EGRESS',
      action: 'allow',
      ranges: [nodes, pods],
      protocols: [{ protocol: 'tcp' }, { protocol: 'udp' }, { protocol: 'icmp' }],
    },
    allowTcp('EGRESS', 'to-control-plane', 'nodes and pods to the API', [controlPlane], CONTROL_PLANE_PORTS),
    allowTcp('EGRESS', 'to-google-apis', 'Google APIs at private addresses', [PRIVATE_GOOGLE_ACCESS], [443]),
    allowTcp(
      'INGRESS',
      'from-gateway',
      'load balancers and their health checks to pods',
      [proxies, ...HEALTH_CHECKS],
      [UNPRIVILEGED],
    ),
    ...(webhookPorts.length === 0
      ? []
      : [
          allowTcp(
            'INGRESS',
            'from-control-plane',
            'the API to webhooks and aggregated APIs',
            [controlPlane],
            webhookPorts,
          ),
        ]),
  ];
}

function deny(direction: FirewallRule['direction'], suffix: string, description: string): FirewallRule {
  return {
    suffix,
    description,
    direction,
    action: 'deny',
    ranges: EVERYWHERE,
    protocols: [{ protocol: 'all' }],
  };
}

function allowTcp(
  direction: FirewallRule['direction'],
  suffix: string,
  description: string,
  ranges: readonly string[],
  ports: readonly (number | string)[],
): FirewallRule {
  const protocols = [{ protocol: 'tcp', ports: ports.map(String) }];
  return { suffix, description, direction, action: 'allow', ranges, protocols };
}
