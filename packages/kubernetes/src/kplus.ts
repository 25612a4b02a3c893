import type { k8s } from 'cdk8s-plus-27';

/** Fields of the types below that cdk8s-plus spells in camel case and Kubernetes does not. */
interface Spelling {
  readonly clientIp: 'clientIP';
  readonly clusterIp: 'clusterIP';
  readonly datasetUuid: 'datasetUUID';
  readonly diskUri: 'diskURI';
  readonly downwardApi: 'downwardAPI';
  readonly hostIp: 'hostIP';
  readonly hostIpc: 'hostIPC';
  readonly hostPid: 'hostPID';
  readonly loadBalancerIp: 'loadBalancerIP';
  readonly nonResourceUrLs: 'nonResourceURLs';
  readonly pdId: 'pdID';
  readonly scaleIo: 'scaleIO';
  readonly setHostnameAsFqdn: 'setHostnameAsFQDN';
  readonly storagePolicyId: 'storagePolicyID';
  readonly targetWwNs: 'targetWWNs';
  readonly volumeId: 'volumeID';
}

type Spelled<K> = K extends keyof Spelling ? Spelling[K] : K;

/** True for `IntOrString` and `Quantity`: classes around one `value`, which JSON writes bare. */
type IsWrapped<T> = [keyof T, 'value'] extends ['value', keyof T] ? true : false;

/**
 * A generated type of cdk8s-plus-27 as the plain JSON that a manifest holds: wrapped values are bare,
 * dates are text, fields have Kubernetes' spelling, everything is readonly.
 */
export type Json<T> = T extends string | number | boolean | undefined
  ? T
  : T extends Date
    ? string
    : T extends readonly (infer E)[]
      ? readonly Json<E>[]
      : IsWrapped<T> extends true
        ? number | string
        : { readonly [K in keyof T as Spelled<K>]: Json<T[K]> };

/**
 * Kubernetes 1.27 as plain JSON, by the API's own names. The only place that knows cdk8s-plus-27, and it
 * knows types alone: nothing of it is loaded at run time. `newer-fields.ts` adds what came later.
 */
export interface V27 {
  readonly Affinity: Json<k8s.Affinity>;
  readonly ConfigMap: Json<k8s.KubeConfigMapProps>;
  readonly Container: Json<k8s.Container>;
  readonly ContainerPort: Json<k8s.ContainerPort>;
  readonly CronJobSpec: Json<k8s.CronJobSpec>;
  readonly DeploymentSpec: Json<k8s.DeploymentSpec>;
  readonly EnvVar: Json<k8s.EnvVar>;
  readonly HorizontalPodAutoscalerSpec: Json<k8s.HorizontalPodAutoscalerSpecV2>;
  readonly HPAScalingRules: Json<k8s.HpaScalingRulesV2>;
  readonly JobSpec: Json<k8s.JobSpec>;
  readonly JobTemplateSpec: Json<k8s.JobTemplateSpec>;
  readonly LabelSelector: Json<k8s.LabelSelector>;
  readonly Lifecycle: Json<k8s.Lifecycle>;
  readonly LifecycleHandler: Json<k8s.LifecycleHandler>;
  readonly LimitRangeSpec: Json<k8s.LimitRangeSpec>;
  readonly MetricSpec: Json<k8s.MetricSpecV2>;
  readonly NetworkPolicyEgressRule: Json<k8s.NetworkPolicyEgressRule>;
  readonly NetworkPolicyIngressRule: Json<k8s.NetworkPolicyIngressRule>;
  readonly NetworkPolicyPeer: Json<k8s.NetworkPolicyPeer>;
  readonly NetworkPolicyPort: Json<k8s.NetworkPolicyPort>;
  readonly NetworkPolicySpec: Json<k8s.NetworkPolicySpec>;
  readonly PersistentVolumeClaim: Json<k8s.KubePersistentVolumeClaimProps>;
  readonly PodDisruptionBudgetSpec: Json<k8s.PodDisruptionBudgetSpec>;
  readonly PodSecurityContext: Json<k8s.PodSecurityContext>;
  readonly PodSpec: Json<k8s.PodSpec>;
  readonly PolicyRule: Json<k8s.PolicyRule>;
  readonly PriorityClass: Json<k8s.KubePriorityClassProps>;
  readonly Probe: Json<k8s.Probe>;
  readonly ResourceQuotaSpec: Json<k8s.ResourceQuotaSpec>;
  readonly RoleRef: Json<k8s.RoleRef>;
  readonly SecurityContext: Json<k8s.SecurityContext>;
  readonly ServicePort: Json<k8s.ServicePort>;
  readonly ServiceSpec: Json<k8s.ServiceSpec>;
  readonly StatefulSetSpec: Json<k8s.StatefulSetSpec>;
  readonly Subject: Json<k8s.Subject>;
  readonly TopologySpreadConstraint: Json<k8s.TopologySpreadConstraint>;
  readonly Volume: Json<k8s.Volume>;
  readonly VolumeMount: Json<k8s.VolumeMount>;
}
