/** A kind of object that Argo CD may create, in any version. */
export interface PermittedKind {
  /** Empty for the kinds of Kubernetes' first group, such as `ConfigMap`. */
  readonly group: string;
  readonly kind: string;
}

/**
 * Exactly what the constructs for services emit in a squad's namespace. Rights, quotas and the namespace are
 * the platform's: a squad that could write them could lift its own limits (docs/adr/0007-delivery.md).
 */
export const SERVICE_KINDS: readonly PermittedKind[] = [
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'batch', kind: 'CronJob' },
  { group: 'batch', kind: 'Job' },
  { group: 'cert-manager.io', kind: 'Certificate' },
  { group: 'cert-manager.io', kind: 'Issuer' },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
];

/** What the platform declares itself and what the charts of its add-ons bring, without a namespace. */
export const PLATFORM_CLUSTER_KINDS: readonly PermittedKind[] = [
  { group: '', kind: 'Namespace' },
  { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
  { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
  { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
  { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
  { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { group: 'cert-manager.io', kind: 'ClusterIssuer' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
  { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
  { group: 'storage.k8s.io', kind: 'StorageClass' },
  { group: 'trust.cert-manager.io', kind: 'Bundle' },
];

/** The same in namespaces. No Secret: what is secret comes from Vault, never from Git. */
export const PLATFORM_KINDS: readonly PermittedKind[] = [
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'LimitRange' },
  { group: '', kind: 'ResourceQuota' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'argoproj.io', kind: 'AppProject' },
  { group: 'argoproj.io', kind: 'Application' },
  { group: 'batch', kind: 'CronJob' },
  { group: 'cert-manager.io', kind: 'Certificate' },
  { group: 'cert-manager.io', kind: 'Issuer' },
  { group: 'gateway.networking.k8s.io', kind: 'Gateway' },
  { group: 'monitoring.coreos.com', kind: 'PrometheusRule' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: 'rbac.authorization.k8s.io', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
];

/** In a list of what is forbidden: everything. Nothing is ever permitted this way. */
export const EVERY_KIND: PermittedKind = { group: '*', kind: '*' };
