import type { ApiClient } from '../cluster/api-client';
import { applyAll } from '../cluster/apply-all';
import type { ControlPlane } from '../cluster/control-plane';
import { kubeconfigOf } from '../cluster/identities';
import { type KubernetesObject, refTo } from '../cluster/kubernetes-object';
import { readManifests } from '../cluster/read-manifests';
import type { Workspace } from '../cluster/workspace';
import type { ChartSource, Engines } from '../engines';
import { renderChart } from './render-chart';

export interface InstalledChartOptions {
  readonly engines: Pick<Engines, 'path' | 'version' | 'crds' | 'charts'>;
  readonly controlPlane: ControlPlane;
  /** Where files and logs lie; its owner removes it. */
  readonly workspace: Workspace;
  /** @default 'cert-manager' */
  readonly namespace?: string;
  /** Of the Helm chart, as an environment declares them: they decide what the account may do. @default - the chart's */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What a chart brings besides containers: definitions, an account and exactly its rights. */
export interface InstalledChart {
  readonly namespace: string;
  /** The file with which its program connects, as its ServiceAccount. */
  readonly kubeconfig: string;
  /** Everything that the chart renders, also what was not applied. */
  readonly objects: readonly KubernetesObject[];
}

const RIGHTS = ['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

/** Longer than any test. */
const TOKEN_SECONDS = 86_400;

/** Applies what a program of a chart needs before it starts; its release is called as the chart. */
export async function installChart(
  name: ChartSource,
  options: InstalledChartOptions,
): Promise<InstalledChart> {
  const { engines, controlPlane, workspace, namespace = 'cert-manager', values = {} } = options;
  const objects = renderChart({
    engines,
    chart: engines.charts[name],
    release: name,
    namespace,
    values,
    home: workspace.path,
  });
  const api = controlPlane.client('admin');
  try {
    await createMissing(api, [
      refTo('v1', 'Namespace', namespace) as KubernetesObject,
      ...readManifests(engines.crds[name]),
    ]);
    const rights = objects.filter(({ kind }) => RIGHTS.includes(kind));
    await applyAll(api, rights, { fieldManager: 'helm', force: true });
    const token = await tokenOf(api, namespace, accountOf(name, objects));
    const text = kubeconfigOf(controlPlane.server, controlPlane.authority.certificate, name, token);
    return { namespace, objects, kubeconfig: workspace.write(`kubeconfig-${name}`, text) };
  } finally {
    api.close();
  }
}

/** What is there already is another's: a namespace has labels. */
async function createMissing(api: ApiClient, objects: readonly KubernetesObject[]): Promise<void> {
  const missing: KubernetesObject[] = [];
  for (const object of objects) if ((await api.tryGet(object)) === undefined) missing.push(object);
  await applyAll(api, missing);
}

function accountOf(name: ChartSource, objects: readonly KubernetesObject[]): string {
  const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  const account: unknown = deployment?.spec.template.spec.serviceAccountName;
  if (typeof account !== 'string')
    throw new Error(`the chart ${name} has no Deployment ${name} with an account`);
  return account;
}

async function tokenOf(api: ApiClient, namespace: string, account: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const answer = await api.request('POST', path, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: TOKEN_SECONDS },
  });
  return (answer as { readonly status: { readonly token: string } }).status.token;
}
