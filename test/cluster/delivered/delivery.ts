import { cpSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyAll,
  type CrdSource,
  cloudStorageClasses,
  type Engines,
  GitRepository,
  type KubernetesObject,
  LocalArgoCd,
  LocalCluster,
  MetricsAdapters,
  type ObjectRef,
  type PackedChart,
  packChart,
  provisionVolumes,
  readManifests,
  reportCertificateStatus,
  reportGatewayStatus,
  titleOf,
  until,
  type Workspace,
  type WorkTree,
} from '@plinth/testing';

const ROOT = join(__dirname, '../../..');

/** Add-ons run nothing on simulated nodes, their webhooks neither: the API server does not ask them. */
const FLAGS = {
  'kube-apiserver': { 'disable-admission-plugins': 'ValidatingAdmissionWebhook,MutatingAdmissionWebhook' },
};

const HOOK = 'argocd.argoproj.io/hook';

/** Charts that cannot be had here, replaced by ours: see the README there. */
/** What charts of definitions bring of what is used here. */
const DEFINITIONS: Readonly<Record<string, { readonly source: CrdSource; readonly file: string }>> = {
  'prometheus-operator-crds': {
    source: 'prometheus-operator',
    file: 'monitoring.coreos.com_prometheusrules.yaml',
  },
};

const STAND_INS = join(ROOT, 'test/cluster/charts');

/** One environment: its manifests in Git, Argo CD, and a cluster with nothing in it but what the cloud brings. */
export class Delivery {
  constructor(
    readonly cluster: LocalCluster,
    readonly argoCd: LocalArgoCd,
    readonly repository: GitRepository,
    /** Of the environment, in the repository. */
    readonly path: string,
    readonly manifests: readonly KubernetesObject[],
    readonly metrics: MetricsAdapters,
  ) {}

  /** What a person applies on the empty cluster; everything else comes from Git. */
  get byHand(): readonly KubernetesObject[] {
    return [...this.manifests.filter(({ kind }) => kind === 'AppProject'), rootOf(this.manifests)];
  }

  /** Objects that stay: Argo CD deletes those of hooks when they have succeeded. */
  get lasting(): readonly KubernetesObject[] {
    return this.manifests.filter(({ metadata }) => metadata.annotations?.[HOOK] === undefined);
  }

  /** Names of the applications that each deploy one service. */
  get services(): readonly string[] {
    return this.manifests
      .filter(({ kind, spec }) => kind === 'Application' && spec.source.directory?.include !== undefined)
      .map(({ metadata }) => metadata.name);
  }

  /** Waits until every application has looked at a commit and is done. */
  async delivers(revision: string): Promise<void> {
    const declared = this.manifests.filter(({ kind }) => kind === 'Application').length;
    let look = 0;
    await until(
      `all applications have deployed ${revision.slice(0, 7)}`,
      async () => {
        // What is said while an application compares may go unheard.
        if (look % 20 === 0) await this.argoCd.announceCommit();
        look += 1;
        const applications = await this.argoCd.applications();
        const waiting = applications.filter((application) => !isDone(application, revision));
        if (waiting.length > 0) throw new Error(waiting.map(describe).join('; '));
        return applications.length >= declared;
      },
      { seconds: 240, every: 500 },
    );
  }

  /** The message of a condition, as soon as an application has it. */
  async condition(application: string, type: string): Promise<string> {
    return until(
      `${application} has the condition ${type}`,
      async () => {
        const { status } = await this.argoCd.application(application);
        const conditions = (status?.conditions ?? []) as readonly { type: string; message: string }[];
        return conditions.find((condition) => condition.type === type)?.message;
      },
      { seconds: 90 },
    );
  }

  /** Waits until a sync of an application was refused with these words. */
  async refuses(application: string, words: string): Promise<void> {
    await until(
      `${application} is refused: ${words}`,
      async () => {
        const { status } = await this.argoCd.application(application);
        const { message = '', syncResult } = status?.operationState ?? {};
        const resources = (syncResult?.resources ?? []) as readonly { message?: string }[];
        return [message, ...resources.map((resource) => resource.message ?? '')].some((text: string) =>
          text.includes(words),
        );
      },
      { seconds: 90 },
    );
  }

  async exists(ref: ObjectRef): Promise<boolean> {
    return (await this.cluster.api.tryGet(ref)) !== undefined;
  }

  /** Of every object that stays: whoever deletes one and makes it anew is found out. */
  async uids(): Promise<readonly (readonly [string, string | undefined])[]> {
    const { api } = this.cluster;
    return Promise.all(
      this.lasting.map(
        async (object) => [titleOf(object), (await api.tryGet(object))?.metadata.uid] as const,
      ),
    );
  }
}

/** Starts it all; nothing is deployed yet. What is in Git is what is rendered, unless `change` makes it something else. */
export async function startDelivery(
  environment: string,
  engines: Engines,
  change: (tree: WorkTree, path: string) => void = () => undefined,
): Promise<Delivery> {
  const path = `manifests/${environment}`;
  const manifests = readManifests(join(ROOT, path));
  const { source } = rootOf(manifests).spec;
  const cluster = await LocalCluster.start({ engines, name: 'delivered', flags: FLAGS });
  try {
    const metrics = await simulateCloud(cluster, engines, manifests);
    const repository = GitRepository.init(
      {
        git: engines.path('git'),
        folder: cluster.workspace.file('repository'),
        branch: source.targetRevision,
      },
      (tree) => {
        tree.copyIn(join(ROOT, path), path);
        change(tree, path);
      },
    );
    const argoCd = await LocalArgoCd.start({
      cluster,
      engines,
      configuration: manifests.filter(
        ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === 'argocd',
      ),
      repository: { url: source.repoURL, content: repository },
      charts: packCharts(manifests, engines, cluster.workspace),
    });
    return new Delivery(cluster, argoCd, repository, path, manifests, metrics);
  } catch (error) {
    await cluster.stop({ keepLogs: true });
    throw error;
  }
}

function isDone({ spec, status }: KubernetesObject, revision: string): boolean {
  const isLooked = spec.source.chart !== undefined || status?.sync?.revision === revision;
  return (
    isLooked &&
    status?.sync?.status === 'Synced' &&
    status.health?.status === 'Healthy' &&
    status.operationState?.phase === 'Succeeded'
  );
}

function describe({ metadata: { name }, status }: KubernetesObject): string {
  const { phase = 'no sync', message = '' } = status?.operationState ?? {};
  return `${name} ${status?.sync?.status}/${status?.health?.status} (${phase}: ${message})`;
}

/** What a cluster of the cloud has before anything is deployed, and what its controllers say. */
async function simulateCloud(
  cluster: LocalCluster,
  engines: Engines,
  manifests: readonly KubernetesObject[],
): Promise<MetricsAdapters> {
  const ended = new AbortController();
  cluster.onStop(() => ended.abort());
  const [metrics] = await Promise.all([
    MetricsAdapters.start(cluster),
    applyAll(cluster.api, readManifests(engines.crds['gateway-api'])),
    provisionVolumes(cluster.api, cloudStorageClasses(manifests), ended.signal),
  ]);
  await reportGatewayStatus(cluster.api, ended.signal);
  await reportCertificateStatus(cluster.api, ended.signal);
  return metrics;
}

/** Every chart that an application wants, in the wanted version, under the wanted address. */
function packCharts(
  manifests: readonly KubernetesObject[],
  engines: Engines,
  workspace: Workspace,
): { readonly address: string; readonly content: readonly PackedChart[] } {
  const real: Readonly<Record<string, string>> = engines.charts;
  const sources = manifests
    .filter(({ kind, spec }) => kind === 'Application' && spec.source.chart !== undefined)
    .map(
      ({ spec }) =>
        spec.source as { readonly repoURL: string; readonly chart: string; readonly targetRevision: string },
    );
  const addresses = [...new Set(sources.map(({ repoURL }) => repoURL))];
  const [address] = addresses;
  if (address === undefined || addresses.length > 1)
    throw new Error(`charts come from ${addresses.join(' and ')}`);
  const content = sources.map(({ chart: name, targetRevision: version }) =>
    packChart({
      helm: engines.path('helm'),
      source: real[name] ?? standIn(name, engines, workspace),
      name,
      version,
      folder: workspace.path,
    }),
  );
  return { address, content };
}

/** A chart of ours, with the definitions that its original brings: as their authors publish them. */
function standIn(name: string, { crds }: Engines, workspace: Workspace): string {
  const folder = join(STAND_INS, name);
  const definition = DEFINITIONS[name];
  if (definition === undefined) return folder;
  const filled = join(workspace.path, name);
  cpSync(folder, filled, { recursive: true });
  const { source, file } = definition;
  cpSync(join(crds[source], file), join(filled, 'crds', file));
  return filled;
}

function rootOf(manifests: readonly KubernetesObject[]): KubernetesObject {
  const found = manifests.find(({ kind, metadata }) => kind === 'Application' && metadata.name === 'root');
  if (found === undefined) throw new Error('an environment has a root application');
  return found;
}
