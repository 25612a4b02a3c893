import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../cluster/api-client';
import { applyAll } from '../cluster/apply-all';
import type { KubernetesObject } from '../cluster/kubernetes-object';
import { refTo } from '../cluster/kubernetes-object';
import type { LocalCluster } from '../cluster/local-cluster';
import { readManifests } from '../cluster/read-manifests';
import type { EngineName } from '../engines';
import { ArgoCdPrograms } from './argo-cd-programs';
import { chartRegistry, type PackedChart } from './chart-registry';
import type { GitRepository } from './git-repository';
import { gitServer } from './git-server';
import { LoopbackInternet } from './loopback-internet';

export interface LocalArgoCdOptions {
  readonly cluster: LocalCluster;
  readonly engines: { path(name: EngineName): string; readonly crds: Readonly<Record<'argo-cd', string>> };
  /** The ConfigMaps that Argo CD starts with. */
  readonly configuration: readonly KubernetesObject[];
  /** What is served under the address that the manifests say. */
  readonly repository: { readonly url: string; readonly content: GitRepository };
  /** Charts, under the address that the manifests say: host and path. */
  readonly charts: { readonly address: string; readonly content: readonly PackedChart[] };
}

/** Where Argo CD and all its applications are. */
const NAMESPACE = 'argocd';
const API = 'argoproj.io/v1alpha1';

/**
 * Argo CD as it is installed, without its web server: the programs that fetch, compare and sync, under the configuration that an
 * environment deploys. The addresses in its manifests stay as they are: the repository and the charts are answered for on loopback
 * under their own names, and the API server is the one of the local cluster.
 */
export class LocalArgoCd {
  private constructor(
    private readonly api: ApiClient,
    private readonly programs: ArgoCdPrograms,
    private readonly internet: LoopbackInternet,
    private readonly repository: LocalArgoCdOptions['repository'],
    /** From the first process until all of them answer. */
    readonly secondsToStart: number,
  ) {}

  /** Starts it and stops it with the cluster. */
  static async start(options: LocalArgoCdOptions): Promise<LocalArgoCd> {
    const { cluster, engines, configuration, repository, charts } = options;
    const began = Date.now();
    const password = randomBytes(24).toString('base64url');
    await install(cluster.api, engines.crds['argo-cd'], configuration, password);
    const git = new URL(repository.url);
    const registry = charts.address.indexOf('/');
    const internet = await LoopbackInternet.start(cluster.controlPlane.authority, {
      [git.host]: gitServer({ git: engines.path('git'), repository: repository.content, path: git.pathname }),
      [charts.address.slice(0, registry)]: chartRegistry(charts.address.slice(registry), charts.content),
    });
    cluster.onStop(() => internet.stop());
    const programs = await ArgoCdPrograms.start({
      cluster,
      engines,
      configuration,
      password,
      proxy: internet.proxy,
    });
    cluster.onStop(() => programs.stop());
    return new LocalArgoCd(cluster.api, programs, internet, repository, (Date.now() - began) / 1000);
  }

  /** Hosts that its programs asked for and that are not there. */
  get refusedHosts(): readonly string[] {
    return [...this.internet.refused].sort();
  }

  /** Programs that ended by themselves. */
  get deaths(): readonly string[] {
    return this.programs.deaths;
  }

  application(name: string): Promise<KubernetesObject> {
    return this.api.get(refTo(API, 'Application', name, NAMESPACE));
  }

  applications(): Promise<readonly KubernetesObject[]> {
    return this.api.list(API, 'Application', { namespace: NAMESPACE });
  }

  /**
   * Says that there is a new commit, as the web server does when the Git server tells it: every application of the repository that has
   * not seen it looks again. Without it each looks within `timeout.reconciliation`.
   */
  async announceCommit(): Promise<void> {
    const { url, content } = this.repository;
    const all = await this.applications();
    const behind = all.filter(
      ({ spec, status }) => spec.source.repoURL === url && status?.sync?.revision !== content.head,
    );
    const metadata = { annotations: { 'argocd.argoproj.io/refresh': 'normal' } };
    await Promise.all(behind.map((application) => this.api.patch(application, { metadata })));
  }
}

/** What exists before its first start: definitions, configuration, and the Secrets that are never in Git. */
async function install(
  api: ApiClient,
  definitions: string,
  configuration: readonly KubernetesObject[],
  password: string,
): Promise<void> {
  await applyAll(api, [
    ...readManifests(definitions),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    secret('argocd-secret', { 'server.secretkey': randomBytes(24).toString('base64') }),
    secret('argocd-redis', { auth: password }),
    ...configuration,
  ]);
}

function secret(name: string, stringData: Readonly<Record<string, string>>): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    // By this label Argo CD finds it.
    metadata: { name, namespace: NAMESPACE, labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    stringData,
  };
}
