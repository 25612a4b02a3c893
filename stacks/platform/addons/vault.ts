import { ADD_ON_IDENTITIES, pullThrough } from '@plinth/model';
import type { Construct } from 'constructs';
import type { Place } from '../place';
import { platformNamespace } from '../platform-namespace';
import { actsAs, addOn } from './add-on';
import { CONTAINER_SECURITY, podSecurity, size } from './hardening';
import { allowAddOns } from './network';
import { vaultCertificate } from './vault-certificate';
import { TLS_FOLDER, vaultConfig } from './vault-config';
import type { VaultValues } from './vault-values';

const { namespace: NAMESPACE, serviceAccount: NAME } = ADD_ON_IDENTITIES.vault;

/** The user that the vendor's image is built for. */
const IMAGE_USER = { uid: 100, gid: 1000 } as const;

/** Keeps and makes secrets; its data and its audit log outlive it. */
export function vault(scope: Construct, place: Place): void {
  const chart = platformNamespace(scope, place, {
    name: NAMESPACE,
    quota: { cpu: 6, cpuLimit: 24, memory: '12Gi', pods: 10, volumes: 12 },
  });
  allowAddOns(chart, place, { googleApis: true });
  // A majority decides: the next odd number of servers.
  const { replicaFloor } = place.facts;
  const replicas = replicaFloor + ((replicaFloor + 1) % 2);
  const secretName = vaultCertificate(scope, place, replicas);
  addOn<VaultValues>(scope, place, {
    name: NAME,
    version: '0.31.0',
    namespace: NAMESPACE,
    values: values(place, replicas, secretName),
  });
}

function values(place: Place, replicas: number, secretName: string): VaultValues {
  const { storageClass } = place.facts;
  return {
    global: { tlsDisable: false },
    // Pods fetch what they need under their own identity; nobody changes them on the way in.
    injector: { enabled: false },
    server: {
      image: { repository: pullThrough('docker-io', 'hashicorp/vault', place.facts), tag: '1.21.0' },
      serviceAccount: { annotations: actsAs(place, NAME) },
      priorityClassName: 'core',
      resources: size('500m', '2', '1Gi'),
      statefulSet: {
        securityContext: { pod: podSecurity(IMAGE_USER.uid, IMAGE_USER.gid), container: CONTAINER_SECURITY },
      },
      extraEnvironmentVars: { VAULT_CACERT: `${TLS_FOLDER}/ca.crt` },
      volumes: [{ name: 'tls', secret: { secretName } }],
      volumeMounts: [{ name: 'tls', mountPath: TLS_FOLDER, readOnly: true }],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      dataStorage: { enabled: true, size: '20Gi', storageClass },
      auditStorage: { enabled: true, size: '20Gi', storageClass },
      ha: {
        enabled: true,
        replicas,
        disruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
        raft: { enabled: true, setNodeId: true, config: vaultConfig(place, replicas) },
      },
    },
  };
}
