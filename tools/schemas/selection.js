'use strict';
const { modules } = require('./modules');

/** The kinds of Kubernetes that we write or plausibly will, by API group and version. */
const kubernetesKinds = {
  v1: [
    'ConfigMap',
    'LimitRange',
    'Namespace',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'admissionregistration.k8s.io/v1': [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
  'apiregistration.k8s.io/v1': ['APIService'],
  'apps/v1': ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': ['StorageClass'],
};

/** A definition of definitions is judged by the API server; here it stays open below `spec`. */
const openKinds = ['CustomResourceDefinition'];

/** The custom resources that we write: the served storage version of each definition. */
const customResources = [
  { module: modules.argocd, file: 'manifests/crds/application-crd.yaml' },
  { module: modules.argocd, file: 'manifests/crds/appproject-crd.yaml' },
  { module: modules.certManager, file: 'deploy/crds/cert-manager.io_certificates.yaml' },
  { module: modules.certManager, file: 'deploy/crds/cert-manager.io_issuers.yaml' },
  { module: modules.certManager, file: 'deploy/crds/cert-manager.io_clusterissuers.yaml' },
  { module: modules.trustManager, file: 'deploy/crds/trust.cert-manager.io_bundles.yaml' },
  {
    module: modules.gatewayApi,
    file: 'config/crd/standard/gateway.networking.k8s.io_backendtlspolicies.yaml',
  },
  { module: modules.gatewayApi, file: 'config/crd/standard/gateway.networking.k8s.io_gatewayclasses.yaml' },
  { module: modules.gatewayApi, file: 'config/crd/standard/gateway.networking.k8s.io_gateways.yaml' },
  { module: modules.gatewayApi, file: 'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml' },
  { module: modules.gatewayApi, file: 'config/crd/standard/gateway.networking.k8s.io_referencegrants.yaml' },
  {
    module: modules.prometheusOperator,
    file: 'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml',
  },
];

module.exports = { kubernetesKinds, openKinds, customResources };
