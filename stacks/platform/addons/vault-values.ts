import type { NetworkPolicy } from '@plinth/kubernetes';
import type { ContainerSecurity, PodSecurity, Size } from './hardening';

interface Storage {
  readonly enabled: true;
  readonly size: string;
  readonly mountPath: string;
  readonly storageClass: string;
}

interface Probe {
  readonly enabled: true;
  readonly path: string;
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** A volume of the pods, in the API's own words. */
export type Volume = { readonly name: string } & (
  | {
      readonly secret: {
        readonly secretName: string;
        readonly items?: readonly { readonly key: string; readonly path: string }[];
      };
    }
  | { readonly configMap: { readonly name: string } }
  | { readonly emptyDir: { readonly medium: 'Memory'; readonly sizeLimit: string } }
);

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: true;
}

/** A container that the chart takes as it is. */
export interface ExtraContainer {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: 'Always';
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: Size;
  readonly securityContext: ContainerSecurity;
  readonly volumeMounts: readonly VolumeMount[];
}

/** Over the zones, strictly: a disk stays in the zone of its first pod, so a bad start would last. */
export interface ZoneSpread {
  readonly maxSkew: 1;
  readonly topologyKey: 'topology.kubernetes.io/zone';
  readonly whenUnsatisfiable: 'DoNotSchedule';
  readonly nodeTaintsPolicy: 'Honor';
  readonly labelSelector: NetworkPolicy['spec']['podSelector'];
}

/** Never two on one node. */
export interface StrictlyApart {
  readonly podAntiAffinity: {
    readonly requiredDuringSchedulingIgnoredDuringExecution: readonly [
      {
        readonly topologyKey: 'kubernetes.io/hostname';
        readonly labelSelector: NetworkPolicy['spec']['podSelector'];
      },
    ];
  };
}

/**
 * What we tell the vendor's chart, 0.31.0: each key is in its `values.yaml`, and in a template.
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm/configuration
 */
export interface VaultValues {
  readonly global: { readonly tlsDisable: false };
  readonly injector: { readonly enabled: false };
  readonly csi: { readonly enabled: false };
  readonly ui: { readonly enabled: false };
  readonly server: {
    readonly image: { readonly repository: string; readonly tag: string; readonly pullPolicy: 'Always' };
    readonly logFormat: 'json';
    readonly updateStrategyType: 'OnDelete';
    readonly includeConfigAnnotation: true;
    readonly serviceAccount: {
      readonly create: true;
      readonly name: string;
      readonly createSecret: false;
      readonly annotations: Readonly<Record<string, string>>;
    };
    readonly authDelegator: { readonly enabled: true };
    readonly networkPolicy: { readonly enabled: false };
    readonly ingress: { readonly enabled: false };
    readonly service: { readonly standby: { readonly enabled: false } };
    readonly priorityClassName: string;
    readonly terminationGracePeriodSeconds: number;
    readonly preStopSleepSeconds: number;
    readonly readinessProbe: Probe;
    readonly livenessProbe: Probe;
    readonly affinity: StrictlyApart;
    readonly topologySpreadConstraints: readonly ZoneSpread[];
    readonly resources: Size;
    readonly statefulSet: {
      readonly securityContext: { readonly pod: PodSecurity; readonly container: ContainerSecurity };
    };
    readonly shareProcessNamespace: true;
    readonly extraContainers: readonly ExtraContainer[];
    readonly extraEnvironmentVars: Readonly<Record<'VAULT_CACERT', string>>;
    readonly volumes: readonly Volume[];
    readonly volumeMounts: readonly VolumeMount[];
    readonly persistentVolumeClaimRetentionPolicy: {
      readonly whenDeleted: 'Retain';
      readonly whenScaled: 'Retain';
    };
    readonly dataStorage: Storage;
    readonly auditStorage: Storage;
    readonly ha: {
      readonly enabled: true;
      readonly replicas: number;
      readonly apiAddr: string;
      readonly disruptionBudget: { readonly enabled: false };
      readonly raft: { readonly enabled: true; readonly setNodeId: true; readonly config: string };
    };
  };
}
