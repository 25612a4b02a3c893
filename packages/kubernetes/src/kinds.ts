import type { KubernetesObject } from '@plinth/manifest';
import type { V27 } from './kplus';
import type { CronJobSpec, DeploymentSpec, JobSpec, ServiceSpec, StatefulSetSpec } from './newer-fields';

/** One kind of object as it stands in a manifest: `Manifest<Kind<'v1', 'Service', { spec: ServiceSpec }>>`. */
type Kind<Version extends string, Name extends string, Content> = KubernetesObject & {
  readonly apiVersion: Version;
  readonly kind: Name;
} & Content;

export type ConfigMap = Kind<'v1', 'ConfigMap', Omit<V27['ConfigMap'], 'metadata'>>;
export type CronJob = Kind<'batch/v1', 'CronJob', { readonly spec: CronJobSpec }>;
export type Deployment = Kind<'apps/v1', 'Deployment', { readonly spec: DeploymentSpec }>;
export type HorizontalPodAutoscaler = Kind<
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  { readonly spec: V27['HorizontalPodAutoscalerSpec'] }
>;
export type Job = Kind<'batch/v1', 'Job', { readonly spec: JobSpec }>;
export type LimitRange = Kind<'v1', 'LimitRange', { readonly spec: V27['LimitRangeSpec'] }>;
export type Namespace = Kind<'v1', 'Namespace', unknown>;
export type NetworkPolicy = Kind<
  'networking.k8s.io/v1',
  'NetworkPolicy',
  { readonly spec: V27['NetworkPolicySpec'] }
>;
export type PodDisruptionBudget = Kind<
  'policy/v1',
  'PodDisruptionBudget',
  { readonly spec: V27['PodDisruptionBudgetSpec'] }
>;
export type PriorityClassObject = Kind<
  'scheduling.k8s.io/v1',
  'PriorityClass',
  Omit<V27['PriorityClass'], 'metadata'>
>;
export type ResourceQuota = Kind<'v1', 'ResourceQuota', { readonly spec: V27['ResourceQuotaSpec'] }>;
export type Role = Kind<
  'rbac.authorization.k8s.io/v1',
  'Role',
  { readonly rules: readonly V27['PolicyRule'][] }
>;
export type RoleBinding = Kind<
  'rbac.authorization.k8s.io/v1',
  'RoleBinding',
  { readonly roleRef: V27['RoleRef']; readonly subjects: readonly V27['Subject'][] }
>;
export type Service = Kind<'v1', 'Service', { readonly spec: ServiceSpec }>;
export type ServiceAccount = Kind<'v1', 'ServiceAccount', { readonly automountServiceAccountToken: boolean }>;
export type StatefulSet = Kind<'apps/v1', 'StatefulSet', { readonly spec: StatefulSetSpec }>;
