import { UserError } from '@plinth/errors';
import { compute } from '@pulumi/gcp';
import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { type FirewallRule, firewallRules, type NetworkEgress } from './firewall-rule';
import { type NetworkRanges, nodeCapacity } from './ip-ranges';
import type { Labels } from './label';
import { NAT_PORTS, networkProblems } from './network-problems';

export interface NetworkArgs {
  readonly region: string;
  readonly ranges: NetworkRanges;
  /** Nodes for which there are addresses. */
  readonly maxNodes: number;
  /** Pods for which each node has addresses. */
  readonly podsPerNode: number;
  /** Fixed addresses under which everything inside speaks to the internet. */
  readonly natAddresses: number;
  /** What may be reached beside the cluster itself and Google's APIs, by name. @default nothing */
  readonly egress?: Readonly<Record<string, NetworkEgress>>;
  /**
   * Ports on which the control plane calls pods: webhooks and aggregated APIs. GKE opens 443 and 10250 by itself.
   * @default none
   */
  readonly webhookPorts?: readonly number[];
  /** On what can have labels. @default none */
  readonly labels?: Labels;
  readonly transform?: {
    readonly network?: Transform<compute.NetworkArgs>;
    readonly nodeSubnet?: Transform<compute.SubnetworkArgs>;
    readonly proxySubnet?: Transform<compute.SubnetworkArgs>;
    readonly endpointSubnet?: Transform<compute.SubnetworkArgs>;
    readonly router?: Transform<compute.RouterArgs>;
    /** Of each address; the name tells which. */
    readonly natAddresses?: Transform<compute.AddressArgs>;
    readonly nat?: Transform<compute.RouterNatArgs>;
    /** Of each rule; the name tells which. */
    readonly firewall?: Transform<compute.FirewallArgs>;
  };
}

type Checked = NetworkArgs & Required<Pick<NetworkArgs, 'egress' | 'webhookPorts' | 'labels' | 'transform'>>;

/** The names of the ranges beside the subnet's own. */
const PODS = 'pods';
const SERVICES = 'services';

/**
 * The network of one cluster: a custom VPC whose ranges are proven to be apart and large enough, in which nothing has
 * a public address. The internet is spoken to through Cloud NAT under fixed addresses, Google's APIs at private ones.
 * What is not declared is denied in both directions.
 *
 * The route to the internet that Google makes by default stays: Cloud NAT and Private Google Access both need it. The
 * firewall decides what takes it.
 * @see https://cloud.google.com/kubernetes-engine/docs/best-practices/networking
 */
export class Network extends Component {
  readonly region: string;
  readonly ranges: NetworkRanges;
  readonly podsPerNode: number;
  /** Nodes for which there are addresses, theirs and their pods': `maxNodes` or more. */
  readonly nodeCapacity: number;
  /** The names of the ranges of the nodes' subnet that pods and Services take. */
  readonly secondaryRanges = { pods: PODS, services: SERVICES } as const;
  readonly id: Output<string>;
  readonly natAddresses: Output<string>[];
  readonly nodes: {
    readonly network: compute.Network;
    readonly nodeSubnet: compute.Subnetwork;
    readonly proxySubnet: compute.Subnetwork;
    readonly endpointSubnet: compute.Subnetwork;
    readonly router: compute.Router;
    readonly natAddresses: readonly compute.Address[];
    readonly nat: compute.RouterNat;
    readonly firewall: Readonly<Record<string, compute.Firewall>>;
  };

  /** @throws UserError with everything that is wrong, before anything is registered */
  constructor(name: string, args: NetworkArgs, options?: ComponentResourceOptions) {
    const checked = normalize(name, args);
    super('Network', name, options);
    const network = this.#createNetwork(name, checked);
    const nodeSubnet = this.#createNodeSubnet(name, checked, network);
    const proxySubnet = this.#createProxySubnet(name, checked, network);
    const endpointSubnet = this.#createEndpointSubnet(name, checked, network);
    const router = this.#createRouter(name, checked, network);
    const natAddresses = this.#createNatAddresses(name, checked);
    const nat = this.#createNat(name, checked, router, natAddresses, nodeSubnet);
    const firewall = this.#createFirewall(name, checked, network);

    this.region = checked.region;
    this.ranges = checked.ranges;
    this.podsPerNode = checked.podsPerNode;
    this.nodeCapacity = nodeCapacity(checked.ranges, checked.podsPerNode);
    this.id = network.id;
    this.natAddresses = natAddresses.map(({ address }) => address);
    this.nodes = {
      network,
      nodeSubnet,
      proxySubnet,
      endpointSubnet,
      router,
      natAddresses,
      nat,
      firewall,
    };
    this.registerOutputs({ id: this.id, natAddresses: this.natAddresses });
  }

  #createNetwork(name: string, { transform }: Checked): compute.Network {
    const args: compute.NetworkArgs = { name, autoCreateSubnetworks: false, routingMode: 'REGIONAL' };
    return new compute.Network(...this.child(undefined, args, transform.network));
  }

  #createNodeSubnet(
    name: string,
    { region, ranges, transform }: Checked,
    network: compute.Network,
  ): compute.Subnetwork {
    const args: compute.SubnetworkArgs = {
      name: `${name}-nodes`,
      region,
      network: network.id,
      ipCidrRange: ranges.nodes,
      secondaryIpRanges: [
        { rangeName: PODS, ipCidrRange: ranges.pods },
        { rangeName: SERVICES, ipCidrRange: ranges.services },
      ],
      privateIpGoogleAccess: true,
      logConfig: FLOW_LOGS,
    };
    return new compute.Subnetwork(...this.child('nodes', args, transform.nodeSubnet));
  }

  /** Envoy proxies of Google's alone live in it; it has neither flow logs nor access of its own. */
  #createProxySubnet(
    name: string,
    { region, ranges, transform }: Checked,
    network: compute.Network,
  ): compute.Subnetwork {
    const args: compute.SubnetworkArgs = {
      name: `${name}-proxies`,
      region,
      network: network.id,
      ipCidrRange: ranges.proxies,
      purpose: 'REGIONAL_MANAGED_PROXY',
      role: 'ACTIVE',
    };
    return new compute.Subnetwork(...this.child('proxies', args, transform.proxySubnet));
  }

  /** Holds the endpoints of Private Service Connect, which a consumer keeps in an ordinary subnet. */
  #createEndpointSubnet(
    name: string,
    { region, ranges, transform }: Checked,
    network: compute.Network,
  ): compute.Subnetwork {
    const args: compute.SubnetworkArgs = {
      name: `${name}-endpoints`,
      region,
      network: network.id,
      ipCidrRange: ranges.endpoints,
      privateIpGoogleAccess: true,
      logConfig: FLOW_LOGS,
    };
    return new compute.Subnetwork(...this.child('endpoints', args, transform.endpointSubnet));
  }

  #createRouter(name: string, { region, transform }: Checked, network: compute.Network): compute.Router {
    const args: compute.RouterArgs = { name: `${name}-router`, region, network: network.id };
    return new compute.Router(...this.child('router', args, transform.router));
  }

  #createNatAddresses(name: string, { region, natAddresses, labels, transform }: Checked): compute.Address[] {
    return Array.from({ length: natAddresses }, (_, index) => {
      const suffix = `nat-${index + 1}`;
      const args: compute.AddressArgs = {
        name: `${name}-${suffix}`,
        region,
        addressType: 'EXTERNAL',
        labels,
      };
      return new compute.Address(...this.child(suffix, args, transform.natAddresses));
    });
  }

  /** Only the nodes' subnet: nothing else starts a connection. */
  #createNat(
    name: string,
    { region, transform }: Checked,
    router: compute.Router,
    addresses: readonly compute.Address[],
    subnet: compute.Subnetwork,
  ): compute.RouterNat {
    const args: compute.RouterNatArgs = {
      name: `${name}-nat`,
      region,
      router: router.name,
      natIpAllocateOption: 'MANUAL_ONLY',
      natIps: addresses.map(({ selfLink }) => selfLink),
      sourceSubnetworkIpRangesToNat: 'LIST_OF_SUBNETWORKS',
      subnetworks: [{ name: subnet.id, sourceIpRangesToNats: ['ALL_IP_RANGES'] }],
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: NAT_PORTS.min,
      maxPortsPerVm: NAT_PORTS.max,
      logConfig: { enable: true, filter: 'ERRORS_ONLY' },
    };
    return new compute.RouterNat(...this.child('nat', args, transform.nat));
  }

  #createFirewall(
    name: string,
    { ranges, egress, webhookPorts, transform }: Checked,
    network: compute.Network,
  ): Record<string, compute.Firewall> {
    return Object.fromEntries(
      firewallRules(ranges, egress, webhookPorts).map((rule) => {
        const args = buildFirewall(`${name}-${rule.suffix}`, rule, network);
        return [rule.suffix, new compute.Firewall(...this.child(rule.suffix, args, transform.firewall))];
      }),
    );
  }
}

/** Who spoke to whom, half of all connections. @see https://cloud.google.com/vpc/docs/flow-logs */
const FLOW_LOGS = {
  aggregationInterval: 'INTERVAL_30_SEC',
  flowSampling: 0.5,
  metadata: 'INCLUDE_ALL_METADATA',
} as const;

function normalize(name: string, args: NetworkArgs): Checked {
  UserError.throwIfAny(networkProblems(name, args));
  return { egress: {}, webhookPorts: [], labels: {}, transform: {}, ...args };
}

/** Denials come last but before Google's own defaults. */
const PRIORITY = { allow: 1000, deny: 65_534 } as const;

function buildFirewall(name: string, rule: FirewallRule, network: compute.Network): compute.FirewallArgs {
  const protocols = rule.protocols.map(({ protocol, ports }) => ({
    protocol,
    ...(ports && { ports: [...ports] }),
  }));
  return {
    name,
    description: rule.description,
    network: network.id,
    direction: rule.direction,
    priority: PRIORITY[rule.action],
    ...(rule.direction === 'INGRESS'
      ? { sourceRanges: [...rule.ranges] }
      : { destinationRanges: [...rule.ranges] }),
    ...(rule.action === 'allow' ? { allows: protocols } : { denies: protocols }),
    ...(rule.action === 'deny' && { logConfig: { metadata: 'INCLUDE_ALL_METADATA' } }),
  };
}
