import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import {
  CertificateAuthority,
  type KubernetesObject,
  ManagedProcess,
  plainVaultConfig,
  readManifests,
  until,
  VaultServer,
  Workspace,
} from '@plinth/testing';
import { engines } from './_cluster';

interface Failure {
  plinthTestFailed?: boolean;
}

const LARGEST_FILE = 20_000;
const OLD_FILES = 3;

const workspace = new Workspace('vault-reload');
let authority: CertificateAuthority;
let vault: VaultServer;
let beside: ManagedProcess;

beforeAll(async () => {
  authority = await CertificateAuthority.create('authority of servers');
  vault = await VaultServer.start({
    engines: await engines(),
    workspace,
    authority,
    config: (place) => `pid_file = "${place.audit}/vault.pid"\n${plainVaultConfig()(place)}`,
  });
  beside = startBeside();
});
afterAll(async () => {
  await beside?.stop();
  await vault?.stop();
  workspace.remove({ keepLogs: (globalThis as Failure).plinthTestFailed === true });
});

/** What runs beside each server: the very script. Paths differ here, and it waits less long for less. */
function startBeside(): ManagedProcess {
  const objects = readManifests(join(__dirname, '../../manifests/prod/platform'));
  const find = (kind: string, name: string) =>
    objects.find(
      ({ kind: other, metadata }) => other === kind && metadata.name === name,
    ) as KubernetesObject & {
      readonly data: Readonly<Record<string, string>>;
    };
  const { server } = find('Application', 'vault').spec.source.helm.valuesObject;
  const [container] = server.extraContainers as [{ readonly env: readonly { readonly name: string }[] }];
  const { tls, audit } = vault.place;
  const environment: Readonly<Record<string, string>> = {
    CERTIFICATE: tls.certificate,
    PID_FILE: join(audit, 'vault.pid'),
    AUDIT_FILE: join(audit, 'audit.log'),
    LARGEST_FILE: String(LARGEST_FILE),
    OLD_FILES: String(OLD_FILES),
    INTERVAL: '0.1',
  };
  expect(container.env.map(({ name }) => name).sort()).toEqual(Object.keys(environment).sort());
  return ManagedProcess.start({
    name: 'reload',
    command: '/bin/sh',
    args: [workspace.write('reload.sh', find('ConfigMap', 'vault-reload').data['reload.sh'] ?? '')],
    log: workspace.log('reload'),
    environment: { ...environment, PATH: '/usr/bin:/bin' },
  });
}

/** The serial number of the certificate that the server shows. */
async function shown(): Promise<string> {
  const [host = '', port] = vault.place.listens.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port), ca: authority.certificate }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    socket.once('error', reject);
  });
}

/** A certificate as the kubelet brings it: all at once. */
async function renew(): Promise<void> {
  const { certificate, key } = await authority.issueServer('vault');
  const { tls } = vault.place;
  writeFileSync(tls.key, key);
  writeFileSync(`${tls.certificate}.new`, certificate);
  renameSync(`${tls.certificate}.new`, tls.certificate);
}

test('a renewed certificate is shown without a restart', async () => {
  const first = await shown();
  await renew();
  await until('another certificate is shown', async () => (await shown()) !== first);
  expect(await vault.health()).toBe(200);
});

test('a certificate that was renewed while the script did not run is shown too', async () => {
  const first = await shown();
  await beside.stop();
  await renew();
  expect(await shown()).toBe(first);
  beside = startBeside();
  await until('another certificate is shown', async () => (await shown()) !== first);
});

describe('the audit log', () => {
  const folder = () => vault.place.audit;
  const files = () => readdirSync(folder()).filter((name) => name.startsWith('audit.log'));
  const size = (name: string) => statSync(join(folder(), name)).size;
  const lines = () =>
    files().flatMap((name) => readFileSync(join(folder(), name), 'utf8').trim().split('\n'));

  beforeAll(async () => {
    await vault.root.succeed('write', 'sys/audit/file', {
      type: 'file',
      options: { file_path: join(folder(), 'audit.log') },
    });
  });

  test('begins a new file when it is full, and no line is lost on the way', async () => {
    const asked = Array.from({ length: 12 }, (_, index) => `sys/policies/acl/policy-${index}`);
    for (const path of asked) await vault.root.read(path);
    await until('there is an older file, and a new one that is not full', async () => {
      return files().length >= 2 && files().includes('audit.log') && size('audit.log') <= LARGEST_FILE;
    });
    for (const path of asked) {
      const about = lines().filter((line) => line.includes(`"path":"${path}"`));
      expect(about.map((line) => (JSON.parse(line) as { readonly type: string }).type)).toEqual([
        'request',
        'response',
      ]);
    }
  });

  test('never has more files than its disk has room for', async () => {
    const youngest = () => statSync(join(folder(), 'audit.log.1')).ino;
    for (let turn = 0; turn <= OLD_FILES; turn += 1) {
      const before = youngest();
      await until('the file is full', async () => {
        await vault.root.read('sys/policies/acl/nobody');
        return youngest() !== before;
      });
    }
    expect(files().sort()).toEqual(['audit.log', 'audit.log.1', 'audit.log.2', 'audit.log.3']);
  });
});

test('while there is no server it waits, and tells the next one', async () => {
  await vault.kill();
  await renew();
  await vault.restart();
  await vault.unseal();
  await vault.serves();
  const first = await shown();
  await renew();
  await until('another certificate is shown', async () => (await shown()) !== first);
  expect(beside.isRunning).toBe(true);
});
