import { type Cluster, labelsOfNamespace, type PodIdea } from './_cluster';
import type { ContainerPort, Pod } from './_endpoint';

const tcp = (number: number, name?: string): ContainerPort => ({
  ...(name !== undefined && { name }),
  number,
  protocol: 'TCP',
});
const udp = (number: number, name: string): ContainerPort => ({ name, number, protocol: 'UDP' });

const DNS = [udp(53, 'dns'), tcp(53, 'dns-tcp')];

/** What Google runs in every cluster, and Argo CD: no policy of ours is in their namespaces. */
const OTHERS: readonly PodIdea[] = [
  { namespace: 'kube-system', name: 'kube-dns', labels: { 'k8s-app': 'kube-dns' }, ports: DNS },
  { namespace: 'kube-system', name: 'node-local-dns', labels: { 'k8s-app': 'node-local-dns' }, ports: DNS },
  {
    namespace: 'kube-system',
    name: 'konnectivity-agent',
    labels: { 'k8s-app': 'konnectivity-agent' },
    ports: [tcp(8093)],
  },
  {
    namespace: 'kube-system',
    name: 'metrics-server',
    labels: { 'k8s-app': 'metrics-server' },
    ports: [tcp(10250)],
  },
  {
    namespace: 'argocd',
    name: 'argocd-application-controller',
    labels: { 'app.kubernetes.io/name': 'argocd-application-controller' },
    ports: [tcp(8082)],
  },
];

/** The pods of the add-ons' charts, with the charts' labels and ports; the charts are not among our manifests. */
const ADD_ONS: readonly PodIdea[] = [
  ...['controller', 'webhook', 'cainjector'].map((component) => ({
    namespace: 'cert-manager',
    name: `cert-manager-${component}`,
    labels: {
      'app.kubernetes.io/name': component === 'controller' ? 'cert-manager' : component,
      'app.kubernetes.io/instance': 'cert-manager',
      'app.kubernetes.io/component': component,
    },
    ports: component === 'webhook' ? [tcp(10250, 'https'), tcp(6080, 'healthcheck')] : [tcp(9402, 'metrics')],
  })),
  {
    namespace: 'cert-manager',
    name: 'trust-manager',
    labels: { 'app.kubernetes.io/name': 'trust-manager', 'app.kubernetes.io/instance': 'trust-manager' },
    ports: [tcp(6443, 'webhook'), tcp(9402, 'metrics')],
  },
  {
    namespace: 'vault',
    name: 'vault',
    labels: {
      'app.kubernetes.io/name': 'vault',
      'app.kubernetes.io/instance': 'vault',
      component: 'server',
    },
    ports: [tcp(8200, 'https'), tcp(8201, 'https-internal'), tcp(8202, 'https-rep')],
  },
  {
    namespace: 'custom-metrics',
    name: 'custom-metrics-stackdriver-adapter',
    labels: { 'app.kubernetes.io/instance': 'custom-metrics-stackdriver-adapter' },
    ports: [tcp(4443)],
  },
];

/** The pods that belong in the cluster: of our workloads, of add-ons, and of others. */
export function residents(cluster: Cluster): Pod[] {
  return [...cluster.workloads, ...[...ADD_ONS, ...OTHERS].map((idea) => cluster.pod(idea))];
}

/**
 * Pods that nobody declared, which a policy must not mistake for one that somebody did: one without any label in each
 * namespace, and a double of each resident, in a namespace that has all labels of the original's but the name.
 */
export function strangers(cluster: Cluster, originals: readonly Pod[]): Pod[] {
  const bare = [...cluster.namespaces.keys()].map((namespace) =>
    cluster.pod({ namespace, name: 'without-labels', labels: {}, ports: [tcp(8443, 'https')] }),
  );
  const doubles = originals.map(({ name, namespace, namespaceLabels, labels, ports }) => {
    const away = `like-${namespace}`;
    const idea = { namespace: away, name: name.replace(/^.*\//, ''), labels, ports };
    return cluster.pod(idea, labelsOfNamespace(away, namespaceLabels));
  });
  return [...bare, ...doubles];
}
