import { Image, ScheduledJob, WorkloadPeer } from '@plinth/kubernetes';
import {
  ADD_ON_IDENTITIES,
  googleServiceAccountEmail,
  VAULT_ADDRESS,
  VAULT_AUDIENCE,
  VAULT_CA,
  VAULT_MOUNTS,
  VAULT_PORTS,
  vaultSnapshotsBucket,
} from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ownerOf, type Place } from '../place';
import { vaultImage } from './vault-image';
import { SNAPSHOT_SCRIPT } from './vault-snapshot-script';

const { vault: SERVER, vaultSnapshot: SELF } = ADD_ON_IDENTITIES;
const FOLDERS = { authority: '/etc/vault-ca', token: '/var/run/secrets/vault' } as const;

/**
 * Copies of the store, four times a day, in a bucket outside the cluster that nobody can empty. The store goes out as it is
 * on disk: encrypted, and opened by nothing but the environment's own key.
 */
export function vaultSnapshot(scope: Construct, place: Place): void {
  const { facts, squad, environment } = place;
  const chart = new Chart(new Construct(scope, 'vault-snapshot'), 'snapshot', {
    namespace: SELF.namespace,
  });
  const job = new ScheduledJob(chart, 'job', {
    name: SELF.serviceAccount,
    owner: { ...ownerOf(squad, environment), partOf: 'platform', component: 'snapshot' },
    image: Image.parse(vaultImage(place).reference),
    process: {
      command: ['/bin/sh', '/etc/config/snapshot.sh'],
      variables: {
        BUCKET: vaultSnapshotsBucket(facts),
        HOME: '/tmp',
        METADATA_SERVER: 'http://169.254.169.254',
        STORAGE: 'https://storage.googleapis.com',
        TOKEN_FILE: `${FOLDERS.token}/token`,
        VAULT_ADDR: VAULT_ADDRESS,
        VAULT_CACERT: `${FOLDERS.authority}/${VAULT_CA.file}`,
        LOGIN: `auth/${VAULT_MOUNTS.kubernetes}/login`,
        ROLE: SELF.serviceAccount,
      },
    },
    schedule: { cron: '17 */6 * * *', startingDeadline: '1h' },
    resources: {
      cpu: '100m',
      cpuLimit: 1,
      memory: '512Mi',
      ephemeralStorage: '5Gi',
      tmp: '4Gi',
    },
    timeout: '30m',
    config: { files: { 'snapshot.sh': SNAPSHOT_SCRIPT } },
    workloadIdentity: { googleServiceAccount: googleServiceAccountEmail(SELF.serviceAccount, facts) },
    priority: 'core',
  });
  job.pod.addVolume(
    { name: 'authority', configMap: { name: VAULT_CA.configMap } },
    { folder: FOLDERS.authority },
  );
  // Made for Vault alone: nobody else takes it, and the API server neither.
  const token = { audience: VAULT_AUDIENCE, expirationSeconds: 600, path: 'token' };
  job.pod.addVolume(
    { name: 'token', projected: { sources: [{ serviceAccountToken: token }] } },
    { folder: FOLDERS.token },
  );
  job.connections.allowTo(
    WorkloadPeer.of({ namespace: SERVER.namespace, name: SERVER.serviceAccount, port: VAULT_PORTS.api }),
  );
}
