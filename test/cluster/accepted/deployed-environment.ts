import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ApiClient,
  applyAll,
  cloudStorageClasses,
  type Engines,
  type KubernetesObject,
  LocalCluster,
  provisionVolumes,
  readManifests,
  reportGatewayStatus,
  until,
} from '@plinth/testing';
import { root } from '../../company/read-releases';
import { applyFirstNamespaces, installDefinitions } from './definitions';

/** Everybody whose fields a manifest sets is the deployer's, as when Argo CD applies it. */
const DEPLOYER = 'argocd-controller';

/** Its pods count against quotas: it comes before what it bounds. */
const FIRST_STACK = 'platform';

/** How often a program may ask the API server: so often that nobody waits. */
const UNTHROTTLED = { 'kube-api-qps': '500', 'kube-api-burst': '1000' };

/** The rendered manifests of one environment in a cluster of their own. */
export class DeployedEnvironment {
  /** Every warning that the API server gave while manifests were applied. */
  readonly warnings: string[] = [];
  readonly objects: readonly KubernetesObject[];
  private readonly api: ApiClient;
  private readonly ending = new AbortController();

  private constructor(
    readonly name: string,
    readonly cluster: LocalCluster,
  ) {
    this.api = cluster.api.heeding((warning) => this.warnings.push(warning));
    this.objects = stacksOf(name).flatMap((stack) => readManifests(folderOf(name, stack)));
  }

  static async start(name: string, engines: Engines): Promise<DeployedEnvironment> {
    const cluster = await LocalCluster.start({
      engines,
      name: `accepted-${name}`,
      flags: {
        // Clusters let privileged pods in; whether a squad's may come is what Pod Security decides.
        'kube-apiserver': { 'allow-privileged': 'true' },
        'kube-controller-manager': {
          // Replicas reach their minimum when the autoscaler looks for the first time.
          'horizontal-pod-autoscaler-sync-period': '2s',
          ...UNTHROTTLED,
        },
        'kube-scheduler': UNTHROTTLED,
      },
    });
    const environment = new DeployedEnvironment(name, cluster);
    try {
      await environment.prepare(engines);
    } catch (error) {
      await environment.stop({ keepLogs: true });
      throw error;
    }
    return environment;
  }

  /** The first object of a kind. */
  find(kind: string): KubernetesObject {
    const found = this.objects.find((object) => object.kind === kind);
    if (found === undefined) throw new Error(`${this.name} has no ${kind}`);
    return found;
  }

  /** How many YAML documents the environment has, counted by their separators. */
  get documents(): number {
    const texts = stacksOf(this.name).flatMap((stack) => textsIn(folderOf(this.name, stack)));
    return texts.join('\n').match(/^---$/gm)?.length ?? 0;
  }

  /**
   * Applies everything, without taking a field from anybody: a controller that owns what a manifest sets is a conflict.
   * @returns what the server stored
   * @throws Error that names every object that was refused
   */
  async apply(): Promise<KubernetesObject[]> {
    const stored: KubernetesObject[] = [];
    for (const stack of stacksOf(this.name)) {
      const objects = readManifests(folderOf(this.name, stack));
      stored.push(...(await applyAll(this.api, objects, { fieldManager: DEPLOYER })));
      if (stack === FIRST_STACK) await this.quotasAreCounted();
    }
    return stored;
  }

  /** The objects as they are now, and whatever else there is of their kinds. */
  async read(): Promise<KubernetesObject[]> {
    const kinds = new Map(
      this.objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]),
    );
    const lists = await Promise.all(
      [...kinds.values()].map(({ apiVersion, kind }) => this.cluster.api.list(apiVersion, kind)),
    );
    return lists.flat();
  }

  async stop(options: { readonly keepLogs: boolean }): Promise<void> {
    this.ending.abort();
    this.api.close();
    await this.cluster.stop(options);
  }

  private async prepare(engines: Engines): Promise<void> {
    const { api } = this.cluster;
    await installDefinitions(api, engines, this.objects);
    await provisionVolumes(api, cloudStorageClasses(this.objects), this.ending.signal);
    await reportGatewayStatus(api, this.ending.signal);
    await applyFirstNamespaces(api, this.objects);
  }

  /** A quota whose use nobody has counted yet refuses every pod. */
  private async quotasAreCounted(): Promise<void> {
    await until('every quota is counted', async () => {
      const quotas = await this.cluster.api.list('v1', 'ResourceQuota');
      return quotas.length > 0 && quotas.every(({ status }) => status?.used !== undefined);
    });
  }
}

function folderOf(environment: string, stack: string): string {
  return join(root, 'manifests', environment, stack);
}

function stacksOf(environment: string): string[] {
  const entries = readdirSync(join(root, 'manifests', environment), { withFileTypes: true });
  const stacks = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return [FIRST_STACK, ...stacks.filter((name) => name !== FIRST_STACK).sort()];
}

function textsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}
