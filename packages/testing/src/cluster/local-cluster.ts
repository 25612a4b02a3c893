import { measured } from '../measurements';
import type { ApiClient } from './api-client';
import type { AuditRules } from './audit-trail';
import { ControlPlane, type ControlPlaneBinary } from './control-plane';
import { SimulatedNodes, type SimulatedNodesOptions } from './simulated-nodes';
import { Workspace } from './workspace';

export interface LocalClusterOptions extends Omit<SimulatedNodesOptions, 'kwok' | 'kubeconfig' | 'region'> {
  /** Paths of the engines, as `prepareEngines` gives them. */
  readonly engines: { path(name: ControlPlaneBinary | 'kwok'): string };
  /** How folders and logs are called. @default 'cluster' */
  readonly name?: string;
  /** @default 'europe-west6' */
  readonly region?: string;
  /** More flags for programs of the control plane: how long windows become short ones. */
  readonly flags?: Readonly<Partial<Record<ControlPlaneBinary, Readonly<Record<string, string>>>>>;
  readonly serviceRange?: string;
  /** Requests that `controlPlane.auditTrail` tells. @default none */
  readonly audit?: AuditRules;
}

/**
 * A real control plane with simulated nodes, on loopback, for one test.
 *
 * ```ts
 * const cluster = await LocalCluster.start({ engines });
 * try {
 *   await cluster.api.apply(deployment);
 * } finally {
 *   await cluster.stop();
 * }
 * ```
 */
export class LocalCluster {
  readonly api: ApiClient;
  private readonly stops: (() => Promise<void> | void)[] = [];
  private stopped: Promise<void> | undefined;

  private constructor(
    readonly workspace: Workspace,
    readonly controlPlane: ControlPlane,
    readonly nodes: SimulatedNodes,
    /** From the first process to the last ready node. */
    readonly secondsToStart: number,
  ) {
    this.api = controlPlane.client('admin');
  }

  static async start(options: LocalClusterOptions): Promise<LocalCluster> {
    const {
      engines,
      name = 'cluster',
      region = 'europe-west6',
      flags,
      serviceRange,
      audit,
      ...nodes
    } = options;
    const began = Date.now();
    const workspace = new Workspace(name);
    const started: { stop(): Promise<void> }[] = [];
    try {
      const plane = await ControlPlane.start(workspace, {
        binary: (binary) => engines.path(binary),
        ...(flags === undefined ? {} : { flags }),
        ...(serviceRange === undefined ? {} : { serviceRange }),
        ...(audit === undefined ? {} : { audit }),
      });
      started.push(plane);
      const kubeconfig = plane.kubeconfig('kwok');
      const simulated = await SimulatedNodes.start(plane.client('admin'), workspace, {
        ...nodes,
        kwok: engines.path('kwok'),
        kubeconfig,
        region,
      });
      started.unshift(simulated);
      await simulated.ready();
      const seconds = (Date.now() - began) / 1000;
      measured('Clusters', {
        cluster: name,
        nodes: simulated.in().length,
        'seconds to start': seconds.toFixed(1),
      });
      return new LocalCluster(workspace, plane, simulated, seconds);
    } catch (error) {
      for (const each of started) await each.stop();
      workspace.remove({ keepLogs: true });
      throw error;
    }
  }

  /** The file with which `kubectl` connects as administrator. */
  get kubeconfig(): string {
    return this.controlPlane.kubeconfig('admin');
  }

  /** Something that runs beside the cluster and ends before it, the last one first. */
  onStop(stop: () => Promise<void> | void): void {
    this.stops.unshift(stop);
  }

  /**
   * Ends everything and removes the folder, or keeps the logs.
   * @throws Error when a program of the cluster had ended by itself: then nothing that was seen counts
   */
  stop({ keepLogs = false }: { readonly keepLogs?: boolean } = {}): Promise<void> {
    this.stopped ??= this.stopAll(keepLogs);
    return this.stopped;
  }

  private async stopAll(keepLogs: boolean): Promise<void> {
    const deaths = [...this.controlPlane.deaths, ...this.nodes.deaths];
    for (const stop of this.stops) await stop();
    this.api.close();
    await this.nodes.stop();
    await this.controlPlane.stop();
    this.workspace.remove({ keepLogs: keepLogs || deaths.length > 0 });
    if (deaths.length > 0) {
      throw new Error(
        `ended while it was needed: ${deaths.join(', ')}; logs: ${this.workspace.file('logs')}`,
      );
    }
  }
}
