import type { ApiClient } from './api-client';
import { ApiError } from './api-error';
import { freePorts } from './free-ports';
import type { KubernetesObject } from './kubernetes-object';
import { ManagedProcess } from './managed-process';
import { nodeStages } from './node-stages';
import type { Workspace } from './workspace';

export interface SimulatedNodesOptions {
  readonly kwok: string;
  readonly kubeconfig: string;
  readonly region: string;
  /** @default ['a', 'b', 'c'] */
  readonly zones?: readonly string[];
  /** @default 3 */
  readonly nodesPerZone?: number;
  /** What each node offers. @default 16 CPUs, 64 GiB, 110 pods */
  readonly capacity?: Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage' | 'pods', string>>;
  /** How long a node that says nothing counts as alive, in seconds; it says something four times in that time. @default 40 */
  readonly leaseSeconds?: number;
  /** Where pods get their addresses. @default '10.49.0.0/16' */
  readonly podRange?: string;
}

const CAPACITY = { cpu: '16', memory: '64Gi', 'ephemeral-storage': '100Gi', pods: '110' } as const;

/**
 * Nodes without machines. Each zone has a program of its own in the place of its kubelets, so that a zone is lost as zones are:
 * its nodes fall silent.
 */
export class SimulatedNodes {
  private constructor(
    private readonly api: ApiClient,
    readonly zones: readonly string[],
    private readonly names: ReadonlyMap<string, readonly string[]>,
    private readonly kubelets: ReadonlyMap<string, ManagedProcess>,
    private readonly node: (name: string, zone: string) => KubernetesObject,
  ) {}

  static async start(
    api: ApiClient,
    workspace: Workspace,
    options: SimulatedNodesOptions,
  ): Promise<SimulatedNodes> {
    const { region, zones = ['a', 'b', 'c'], nodesPerZone = 3, capacity = CAPACITY } = options;
    const full = zones.map((zone) => `${region}-${zone}`);
    const names = new Map(
      full.map((zone) => [
        zone,
        Array.from({ length: nodesPerZone }, (_, at) => `node-${zone.slice(-1)}${at + 1}`),
      ]),
    );
    const toNode = (name: string, zone: string) => nodeObject(name, zone, region, capacity);
    const config = workspace.write(
      'stages.yaml',
      nodeStages()
        .map((stage) => `---\n${JSON.stringify(stage)}\n`)
        .join(''),
    );
    const ports = await freePorts(full.length);
    const kubelets = new Map(
      full.map((zone, at) => [
        zone,
        startKubelets(workspace, options, { zone, config, port: ports[at] ?? 0 }),
      ]),
    );
    const nodes = new SimulatedNodes(api, full, names, kubelets, toNode);
    await nodes.create(full);
    return nodes;
  }

  /** Names of the nodes: of one zone, or of all. */
  in(zone?: string): readonly string[] {
    return zone === undefined ? [...this.names.values()].flat() : (this.names.get(zone) ?? []);
  }

  /** The kubelets of a zone fall silent (`SIGSTOP`) or speak again (`SIGCONT`). */
  signal(zone: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.kubelets.get(zone)?.signal(signal);
  }

  /** Makes the nodes of these zones, anew after they were deleted. */
  async create(zones: readonly string[]): Promise<void> {
    await Promise.all(
      zones.flatMap((zone) => this.in(zone).map((name) => this.createNode(this.node(name, zone)))),
    );
  }

  /** Resolves when every node says that it is ready. */
  async ready(): Promise<void> {
    const process = [...this.kubelets.values()][0];
    await process?.ready(async () => {
      const nodes = await this.api.list('v1', 'Node');
      return nodes.length >= this.in().length && nodes.every(isReady);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.kubelets.values()].map((process) => process.stop()));
  }

  get deaths(): string[] {
    return [...this.kubelets.values()].flatMap(({ diedEarly }) => diedEarly ?? []);
  }

  private async createNode(node: KubernetesObject): Promise<void> {
    const { status, ...rest } = node;
    try {
      await this.api.create(rest as KubernetesObject);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error;
    }
    await this.api.patch(node, { status }, { subresource: 'status' });
  }
}

function startKubelets(
  workspace: Workspace,
  options: SimulatedNodesOptions,
  { zone, config, port }: { readonly zone: string; readonly config: string; readonly port: number },
): ManagedProcess {
  const { kwok, kubeconfig, leaseSeconds = 40, podRange = '10.49.0.0/16' } = options;
  return ManagedProcess.start({
    name: `kwok-${zone}`,
    engine: 'kwok',
    command: kwok,
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--config=${config}`,
      `--manage-nodes-with-label-selector=topology.kubernetes.io/zone=${zone}`,
      // Without leases the node lifecycle controller takes every node for lost.
      `--node-lease-duration-seconds=${leaseSeconds}`,
      `--cidr=${podRange}`,
      '--node-ip=127.0.0.1',
      `--server-address=127.0.0.1:${port}`,
    ],
    log: workspace.log(`kwok-${zone}`),
    environment: { KWOK_WORKDIR: workspace.path },
  });
}

function nodeObject(
  name: string,
  zone: string,
  region: string,
  capacity: Readonly<Record<string, string>>,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
      },
    },
    // Both, and storage too: what is not offered is not scheduled.
    status: { capacity, allocatable: capacity, nodeInfo: nodeInfo() },
  };
}

function nodeInfo(): object {
  const unknown = [
    'machineID',
    'systemUUID',
    'bootID',
    'kernelVersion',
    'osImage',
    'containerRuntimeVersion',
  ];
  return {
    ...Object.fromEntries(unknown.map((field) => [field, 'simulated'])),
    kubeletVersion: 'simulated',
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}

function isReady({ status }: KubernetesObject): boolean {
  const conditions = (status?.conditions ?? []) as readonly { type: string; status: string }[];
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
