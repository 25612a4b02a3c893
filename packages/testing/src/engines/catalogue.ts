import { checkovEngine } from './checkov-engine';
import { debianEngine } from './debian-engine';
import type { Engine } from './engine';
import { envoyEngine } from './envoy-engine';
import { foundEngine } from './found-engine';
import { type GoEngineProps, goEngine } from './go-engine';
import { type ModuleFolder, moduleFolders } from './module-folder';
import { postgresEngine } from './postgres-engine';

/** Every engine, in the order in which they are wanted: a control plane first. */
export type EngineName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubectl'
  | 'kwok'
  | 'argocd'
  | 'helm'
  | 'kube-score'
  | 'pulumi'
  | 'vault'
  | 'cert-manager'
  | 'trust-manager'
  | 'checkov'
  | 'envoy'
  | 'redis-server'
  | 'promtool'
  | 'postgres'
  | 'git'
  | 'crds'
  | 'charts';

export const CRD_SOURCES = [
  'argo-cd',
  'cert-manager',
  'trust-manager',
  'gateway-api',
  'prometheus-operator',
] as const;
export type CrdSource = (typeof CRD_SOURCES)[number];

export const CHART_SOURCES = ['cert-manager', 'trust-manager'] as const;
export type ChartSource = (typeof CHART_SOURCES)[number];

const ARGO_CD = 'github.com/argoproj/argo-cd/v3';
const CERT_MANAGER = 'github.com/cert-manager/cert-manager';
const TRUST_MANAGER = 'github.com/cert-manager/trust-manager';

/** The version goes where Kubernetes' own build script puts it: clients and the version skew checks read it. */
function kubernetesVariables(version: string): Readonly<Record<string, string>> {
  const [major = '', minor = ''] = version.slice(1).split('.');
  return {
    'k8s.io/component-base/version.gitVersion': version,
    'k8s.io/component-base/version.gitMajor': major,
    'k8s.io/component-base/version.gitMinor': minor,
    'k8s.io/client-go/pkg/version.gitVersion': version,
  };
}

function kubernetes(name: EngineName, question: readonly string[] = ['--version']): GoEngineProps {
  return {
    name,
    module: 'kubernetes',
    package: `k8s.io/kubernetes/cmd/${name}`,
    versionOf: 'k8s.io/kubernetes',
    asked: question,
    variables: kubernetesVariables,
  };
}

const goEngines: readonly GoEngineProps[] = [
  {
    name: 'etcd',
    module: 'kubernetes',
    package: 'go.etcd.io/etcd/server/v3',
    versionOf: 'go.etcd.io/etcd/server/v3',
    asked: ['--version'],
  },
  kubernetes('kube-apiserver'),
  kubernetes('kube-controller-manager'),
  kubernetes('kube-scheduler'),
  kubernetes('kubectl', ['version', '--client']),
  {
    name: 'kwok',
    module: 'kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    versionOf: 'sigs.k8s.io/kwok',
    asked: ['--version'],
  },
  {
    name: 'argocd',
    module: 'argo-cd',
    package: '.',
    versionOf: ARGO_CD,
    asked: ['version', '--client'],
    variables: (version) => ({ [`${ARGO_CD}/common.version`]: version.slice(1) }),
  },
  {
    name: 'helm',
    module: 'helm',
    package: 'helm.sh/helm/v3/cmd/helm',
    versionOf: 'helm.sh/helm/v3',
    asked: ['version', '--short'],
    variables: (version) => ({ 'helm.sh/helm/v3/internal/version.version': version }),
  },
  {
    name: 'kube-score',
    module: 'kube-score',
    package: 'github.com/zegl/kube-score/cmd/kube-score',
    versionOf: 'github.com/zegl/kube-score',
    asked: ['version'],
    variables: (version) => ({ 'main.version': version.slice(1) }),
  },
  {
    name: 'pulumi',
    module: 'pulumi',
    package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    versionOf: 'github.com/pulumi/pulumi/pkg/v3',
    asked: ['version'],
    variables: (version) => ({ 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': version }),
  },
  {
    name: 'vault',
    module: 'vault',
    package: 'github.com/hashicorp/vault',
    versionOf: 'github.com/hashicorp/vault',
    asked: ['version'],
  },
  {
    name: 'cert-manager',
    module: 'cert-manager',
    package: '.',
    versionOf: CERT_MANAGER,
    asked: ['--version'],
    variables: (version) => ({ [`${CERT_MANAGER}/pkg/util.AppVersion`]: version }),
  },
  {
    name: 'trust-manager',
    module: 'trust-manager',
    package: '.',
    versionOf: TRUST_MANAGER,
    asked: ['--version'],
    variables: (version) => ({ 'main.version': version }),
  },
];

const crds: Readonly<Record<CrdSource, Omit<ModuleFolder, 'name'>>> = {
  'argo-cd': { module: 'argo-cd', path: ARGO_CD, folder: 'manifests/crds' },
  'cert-manager': { module: 'crds', path: CERT_MANAGER, folder: 'deploy/crds' },
  'trust-manager': { module: 'crds', path: TRUST_MANAGER, folder: 'deploy/crds' },
  'gateway-api': { module: 'crds', path: 'sigs.k8s.io/gateway-api', folder: 'config/crd/standard' },
  'prometheus-operator': {
    module: 'crds',
    path: 'github.com/prometheus-operator/prometheus-operator',
    folder: 'example/prometheus-operator-crd',
  },
};

const charts: Readonly<Record<ChartSource, Omit<ModuleFolder, 'name'>>> = {
  'cert-manager': { module: 'crds', path: CERT_MANAGER, folder: 'deploy/charts/cert-manager' },
  'trust-manager': { module: 'crds', path: TRUST_MANAGER, folder: 'deploy/charts/trust-manager' },
};

/** All engines, with the folders below which their versions are pinned. */
export const catalogue: readonly Engine[] = [
  ...goEngines.map(goEngine),
  checkovEngine('checkov'),
  envoyEngine('envoy'),
  debianEngine({
    name: 'redis-server',
    package: 'redis-tools',
    // The checker is the server too, by the name under which it is started.
    program: 'redis-check-rdb',
    variable: 'REDIS_SERVER',
    allowed: 'redis-server 6 or newer',
  }),
  debianEngine({
    name: 'promtool',
    package: 'prometheus',
    variable: 'PROMTOOL',
    allowed: 'promtool 2.40 or newer',
  }),
  postgresEngine('postgres'),
  foundEngine('git', ['--version']),
  moduleFolders({
    name: 'crds',
    folders: CRD_SOURCES.map((name) => ({ name, ...crds[name] })),
    keep: 'custom resource definitions',
  }),
  moduleFolders({
    name: 'charts',
    folders: CHART_SOURCES.map((name) => ({ name, ...charts[name] })),
    keep: 'everything',
  }),
];

export const engineNames = catalogue.map(({ name }) => name as EngineName);
