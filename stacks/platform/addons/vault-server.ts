import { VAULT_AUDIT } from '@plinth/model';
import type { Place } from '../place';
import { actsAs } from './add-on';
import { CONTAINER_SECURITY, podSecurity, size } from './hardening';
import { serverHost, TLS_FOLDER, vaultConfig } from './vault-config';
import { vaultImage } from './vault-image';
import { reloadContainer, reloadVolumes } from './vault-reload';
import type { StrictlyApart, VaultValues, ZoneSpread } from './vault-values';

export interface VaultServerProps {
  /** The name of the release, of its ServiceAccount and of everything that the chart makes. */
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  /** The Secret that holds the certificate. */
  readonly certificate: string;
}

/** The user that the vendor's image is built for. */
const IMAGE_USER = { uid: 100, gid: 1000 } as const;

/** What a healthy server answers, whether it is the active one or a standby that hears it. */
const SERVES = '/v1/sys/health?standbyok=true&perfstandbyok=true';

/**
 * What a server answers that runs. One that is sealed, not initialized, cut off or thrown out stays like that when it is
 * restarted, and a restart would only cost the others a voice.
 */
const RUNS = `${SERVES}&sealedcode=204&uninitcode=204&haunhealthycode=204&removedcode=204`;

/**
 * The servers, as the vendor's chart takes them.
 *
 * `OnDelete`: a new version or configuration reaches a server when a person deletes its pod, standbys first, the active one
 * last: a rollout by itself would make the store change its leader as often as there are servers, and would not stop for
 * a server that does not join. The pods' annotation `config-checksum` tells who still has the old one.
 */
export function vaultServer(place: Place, props: VaultServerProps): VaultValues {
  const { name, replicas } = props;
  const { storageClass } = place.facts;
  const { repository, tag } = vaultImage(place);
  const probe = { enabled: true, timeoutSeconds: 5 } as const;
  const disk = { enabled: true, size: '20Gi', storageClass } as const;
  return {
    global: { tlsDisable: false },
    // Pods fetch what they need under their own identity; nobody changes them on the way in.
    injector: { enabled: false },
    csi: { enabled: false },
    ui: { enabled: false },
    server: {
      image: { repository, tag, pullPolicy: 'Always' },
      logFormat: 'json',
      updateStrategyType: 'OnDelete',
      includeConfigAnnotation: true,
      serviceAccount: { create: true, name, createSecret: false, annotations: actsAs(place, name) },
      // It asks the API server whose a token is.
      authDelegator: { enabled: true },
      networkPolicy: { enabled: false },
      ingress: { enabled: false },
      service: { standby: { enabled: false } },
      priorityClassName: 'core',
      // The chart sleeps before it stops the server, so that nobody is sent to it any more.
      terminationGracePeriodSeconds: 60,
      preStopSleepSeconds: 5,
      readinessProbe: {
        ...probe,
        path: SERVES,
        initialDelaySeconds: 5,
        periodSeconds: 5,
        failureThreshold: 2,
      },
      livenessProbe: {
        ...probe,
        path: RUNS,
        initialDelaySeconds: 60,
        periodSeconds: 10,
        failureThreshold: 6,
      },
      affinity: strictlyApart(name),
      topologySpreadConstraints: [overZones(name)],
      resources: size('500m', '2', '1Gi'),
      statefulSet: {
        securityContext: { pod: podSecurity(IMAGE_USER.uid, IMAGE_USER.gid), container: CONTAINER_SECURITY },
      },
      shareProcessNamespace: true,
      extraContainers: [reloadContainer(place)],
      extraEnvironmentVars: { VAULT_CACERT: `${TLS_FOLDER}/ca.crt` },
      volumes: [
        { name: 'tls', secret: { secretName: props.certificate } },
        ...reloadVolumes(props.certificate),
        // The chart's command copies the configuration there before the server starts.
        { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
      ],
      volumeMounts: [
        { name: 'tls', mountPath: TLS_FOLDER, readOnly: true },
        { name: 'tmp', mountPath: '/tmp' },
      ],
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      dataStorage: { ...disk, mountPath: '/vault/data' },
      auditStorage: { ...disk, mountPath: VAULT_AUDIT.folder },
      ha: {
        enabled: true,
        replicas,
        // A name of the certificate, where the chart would say the pod's address, which is in none.
        apiAddr: `https://${serverHost('$(VAULT_K8S_POD_NAME)', props.namespace)}:8200`,
        // Ours is beside it: the chart cannot say that a pod which is not ready may always leave.
        disruptionBudget: { enabled: false },
        raft: { enabled: true, setNodeId: true, config: vaultConfig(place, replicas) },
      },
    },
  };
}

/** The labels that the chart gives to servers, and to nothing else. */
function serverLabels(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': 'vault', 'app.kubernetes.io/instance': name, component: 'server' };
}

function strictlyApart(name: string): StrictlyApart {
  const labelSelector = { matchLabels: serverLabels(name) };
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector },
      ],
    },
  };
}

function overZones(name: string): ZoneSpread {
  return {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: serverLabels(name) },
  };
}
