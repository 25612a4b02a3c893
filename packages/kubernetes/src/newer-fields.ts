import type { V27 } from './kplus';

/**
 * Fields that Kubernetes 1.35 knows and the types of 1.27 do not. A field that cdk8s-plus learns is
 * deleted here; nothing else changes.
 */

/** @see https://kubernetes.io/docs/tutorials/security/apparmor/ (field since 1.30) */
export interface AppArmorProfile {
  readonly type: 'RuntimeDefault' | 'Localhost' | 'Unconfined';
  readonly localhostProfile?: string;
}

export interface PodSecurityContext extends Omit<V27['PodSecurityContext'], never> {
  readonly appArmorProfile?: AppArmorProfile;
  /** Since 1.31. */
  readonly supplementalGroupsPolicy?: 'Merge' | 'Strict';
}

export interface SecurityContext extends Omit<V27['SecurityContext'], never> {
  readonly appArmorProfile?: AppArmorProfile;
}

/** @see https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ (sleep since 1.29) */
export interface LifecycleHandler extends Omit<V27['LifecycleHandler'], never> {
  readonly sleep?: { readonly seconds: number };
}

export interface Lifecycle {
  readonly postStart?: LifecycleHandler;
  readonly preStop?: LifecycleHandler;
  /** Since 1.33. */
  readonly stopSignal?: string;
}

/** Quantities as Kubernetes prints them, by resource name. */
export type ResourceList = Readonly<Record<string, string>>;

export interface ResourceRequirements {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

export interface Container
  extends Omit<V27['Container'], 'lifecycle' | 'resources' | 'securityContext' | 'restartPolicy'> {
  readonly lifecycle?: Lifecycle;
  readonly resources?: ResourceRequirements;
  readonly securityContext?: SecurityContext;
  /** `Always` makes an init container a sidecar; since 1.29. */
  readonly restartPolicy?: 'Always';
}

export interface PodSpec extends Omit<V27['PodSpec'], 'containers' | 'initContainers' | 'securityContext'> {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly securityContext?: PodSecurityContext;
}

export interface PodTemplateSpec {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

export interface DeploymentSpec extends Omit<V27['DeploymentSpec'], 'template'> {
  readonly template: PodTemplateSpec;
}

export interface StatefulSetSpec extends Omit<V27['StatefulSetSpec'], 'template' | 'volumeClaimTemplates'> {
  readonly template: PodTemplateSpec;
  readonly volumeClaimTemplates?: readonly (V27['PersistentVolumeClaim'] & {
    readonly apiVersion: 'v1';
    readonly kind: 'PersistentVolumeClaim';
  })[];
}

export interface JobSpec extends Omit<V27['JobSpec'], 'template'> {
  readonly template: PodTemplateSpec;
}

export interface CronJobSpec extends Omit<V27['CronJobSpec'], 'jobTemplate'> {
  readonly jobTemplate: { readonly metadata?: PodTemplateSpec['metadata']; readonly spec: JobSpec };
}

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution (since 1.31) */
export interface ServiceSpec extends Omit<V27['ServiceSpec'], never> {
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode';
}
