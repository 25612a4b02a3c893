import type { ContainerSecurity, PodSecurity, Size } from './hardening';

interface Storage {
  readonly enabled: true;
  readonly size: string;
  readonly storageClass: string;
}

/**
 * What we tell the vendor's chart.
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm/configuration
 */
export interface VaultValues {
  readonly global: { readonly tlsDisable: false };
  readonly injector: { readonly enabled: false };
  readonly server: {
    readonly image: { readonly repository: string; readonly tag: string };
    readonly serviceAccount: { readonly annotations: Readonly<Record<string, string>> };
    readonly priorityClassName: string;
    readonly resources: Size;
    readonly statefulSet: {
      readonly securityContext: { readonly pod: PodSecurity; readonly container: ContainerSecurity };
    };
    readonly extraEnvironmentVars: Readonly<Record<'VAULT_CACERT', string>>;
    readonly volumes: readonly { readonly name: string; readonly secret: { readonly secretName: string } }[];
    readonly volumeMounts: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly readOnly: true;
    }[];
    readonly persistentVolumeClaimRetentionPolicy: {
      readonly whenDeleted: 'Retain';
      readonly whenScaled: 'Retain';
    };
    readonly dataStorage: Storage;
    readonly auditStorage: Storage;
    readonly ha: {
      readonly enabled: true;
      readonly replicas: number;
      readonly disruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: 1 };
      readonly raft: { readonly enabled: true; readonly setNodeId: true; readonly config: string };
    };
  };
}
