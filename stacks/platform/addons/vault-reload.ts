import type { ConfigMap } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import { VAULT_AUDIT } from '@plinth/model';
import { Duration, Memory } from '@plinth/units';
import type { Chart } from 'cdk8s';
import { metadataOf, type Place } from '../place';
import { CONTAINER_SECURITY, size } from './hardening';
import { PID_FILE, TLS_FOLDER } from './vault-config';
import { vaultImage } from './vault-image';
import type { ExtraContainer, Volume } from './vault-values';

const NAME = 'vault-reload';
const FOLDER = '/etc/vault-reload';

/** Nine files of this size fit on the disk of audit logs, and leave room. */
const LARGEST_FILE = Memory.gibibytes(2);
const OLD_FILES = 8;
const INTERVAL = Duration.minutes(1);

/**
 * A server reads its certificate and opens its audit file at its start, and once more when it is told: without this it would
 * show an expired certificate after three months, and fill its disk. A full disk is no small thing: what cannot be written
 * down is not answered.
 */
const SCRIPT = `set -eu

tell() {
  if [ -s "$PID_FILE" ] && kill -HUP "$(cat "$PID_FILE")"; then
    echo "told the server to read its certificate and to open its audit file again: $1"
  else
    return 1
  fi
}

# From the oldest on, each takes the name of the one before it. The server writes on into the file that it has open.
rotate() {
  number=$OLD_FILES
  while [ "$number" -gt 1 ]; do
    younger=$((number - 1))
    if [ -e "$AUDIT_FILE.$younger" ]; then mv "$AUDIT_FILE.$younger" "$AUDIT_FILE.$number"; fi
    number=$younger
  done
  mv "$AUDIT_FILE" "$AUDIT_FILE.1"
}

# Nothing at first, so that a certificate is not missed which changed while nobody was looking.
seen=
while :; do
  now=$(cksum <"$CERTIFICATE")
  if [ "$now" != "$seen" ] && tell "another certificate"; then seen=$now; fi
  if [ -e "$AUDIT_FILE" ] && [ "$(stat -c %s "$AUDIT_FILE")" -gt "$LARGEST_FILE" ]; then rotate; fi
  if [ ! -e "$AUDIT_FILE" ] && [ -e "$AUDIT_FILE.1" ]; then tell "a full audit file" || true; fi
  sleep "$INTERVAL"
done
`;

/** The script as an object, in the namespace of the servers. */
export function reloadScript(chart: Chart, place: Place): void {
  new Manifest<ConfigMap>(chart, 'ConfigMap-vault-reload', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(NAME, 'reload', place),
    data: { 'reload.sh': SCRIPT },
  });
}

/** Its script, the server's certificate without the key, and nothing where the token of the ServiceAccount would be. */
export function reloadVolumes(certificate: string): Volume[] {
  const items = [{ key: 'tls.crt', path: 'tls.crt' }];
  return [
    { name: 'reload', configMap: { name: NAME } },
    { name: 'certificate', secret: { secretName: certificate, items } },
    { name: 'no-token', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
  ];
}

/** Where something is mounted already, Kubernetes mounts no token. */
const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Beside each server. It is given neither the server's key nor its token, so nothing of them is among its files. It is no other
 * party, though: to tell the server it runs under the server's user and sees its processes, and so could read the server's files
 * through /proc. Hence Vault's own image, and a script that is
 * in Git and talks to nobody.
 */
export function reloadContainer(place: Place): ExtraContainer {
  const variables = {
    CERTIFICATE: `${TLS_FOLDER}/tls.crt`,
    PID_FILE,
    AUDIT_FILE: VAULT_AUDIT.file,
    LARGEST_FILE: String(LARGEST_FILE.bytes),
    OLD_FILES: String(OLD_FILES),
    INTERVAL: String(INTERVAL.seconds),
  };
  return {
    name: 'reload',
    image: vaultImage(place).reference,
    imagePullPolicy: 'Always',
    command: ['/bin/sh', `${FOLDER}/reload.sh`],
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    resources: size('10m', '100m', '32Mi'),
    securityContext: CONTAINER_SECURITY,
    volumeMounts: [
      { name: 'certificate', mountPath: TLS_FOLDER, readOnly: true },
      { name: 'no-token', mountPath: TOKEN_FOLDER, readOnly: true },
      { name: 'audit', mountPath: VAULT_AUDIT.folder },
      { name: 'reload', mountPath: FOLDER, readOnly: true },
    ],
  };
}
