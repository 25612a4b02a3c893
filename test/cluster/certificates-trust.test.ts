import { X509Certificate } from 'node:crypto';
import { SERVICE_AUTHORITIES, VAULT_MOUNTS } from '@plinth/model';
import { type KubernetesObject, measured, refTo, until } from '@plinth/testing';
import { Testing } from 'cdk8s';
import { certificates } from '../../stacks/platform/certificate-issuers';
import { placeOf } from '../../stacks/platform/place';
import { engines } from './_cluster';
import { CertifiedEnvironment } from './certificates/certified-environment';
import { type Condition, conditionOf } from './certificates/conditions';
import { handshake } from './certificates/handshake';
import { issued } from './certificates/issued';

const { configMap: NAME, file: FILE } = SERVICE_AUTHORITIES;
const [SERVER, CLIENT] = ['bank-core', 'bank-gateway'] as const;

let here: CertifiedEnvironment;
let root: string;
beforeAll(async () => {
  here = await CertifiedEnvironment.start('prod', await engines());
  const { data } = await here.vault.vault.root.succeed('read', `${VAULT_MOUNTS.pkiRoot}/cert/ca`);
  root = String(data?.certificate);
  await here.api.apply(bundle(root));
  await here.apply(SERVER, CLIENT);
  for (const service of [SERVER, CLIENT]) await here.ready(here.certificate(service));
});
afterAll(async () => {
  const { plinthTestFailed = false } = globalThis as { plinthTestFailed?: boolean };
  await here?.stop({ keepLogs: plinthTestFailed });
});

/** As the platform renders it once these authorities stand in Git. */
function bundle(...pems: readonly string[]): KubernetesObject {
  const { environment } = here.vault;
  const authorities = pems.map((certificate) => ({ name: 'root', certificate }));
  const place = placeOf({
    ...environment,
    facts: { ...environment.facts, authorities },
  } as typeof environment);
  const app = Testing.app();
  certificates(app, place, environment);
  const objects = app.charts.flatMap((chart) => chart.toJson() as KubernetesObject[]);
  const found = objects.find(({ kind, metadata }) => kind === 'Bundle' && metadata.name === NAME);
  if (found === undefined) throw new Error('with authorities there is a bundle of them');
  return found;
}

async function inNamespace(namespace: string): Promise<string | undefined> {
  return (await here.api.tryGet(refTo('v1', 'ConfigMap', NAME, namespace)))?.data?.[FILE];
}

async function everywhere(text: string): Promise<void> {
  for (const { metadata } of here.certificates) {
    const { namespace = '' } = metadata;
    await until(`${namespace} trusts it`, async () => (await inNamespace(namespace))?.trim() === text.trim());
  }
}

test('whom services trust is written into each namespace in which one has a certificate, and into no other', async () => {
  await everywhere(root);
  const namespaces = new Set(here.certificates.map(({ metadata }) => metadata.namespace));
  for (const { metadata } of await here.api.list('v1', 'Namespace')) {
    expect([metadata.name, (await inNamespace(metadata.name)) !== undefined]).toEqual([
      metadata.name,
      namespaces.has(metadata.name),
    ]);
  }
});

test('with that file, what Vault has issued is enough for both sides', async () => {
  const [server, client] = [
    await issued(here.api, here.certificate(SERVER)),
    await issued(here.api, here.certificate(CLIENT)),
  ];
  const trusted = (await inNamespace('bank')) ?? '';
  expect(await handshake({ server, client, root: trusted })).toEqual({ client: 'ok', server: 'ok' });
});

test.each([
  ['emptied: no source', () => ({ sources: [] }), 'should have at least 1 items'],
  ['emptied: its source is', () => ({ sources: [{ inLine: '' }] }), 'should be at least 1 chars long'],
])('fails when it is %s: the last good file stays', async (_, change, message) => {
  const good = bundle(root);
  await expect(
    here.api.apply({ ...good, spec: { ...good.spec, ...change() } } as KubernetesObject),
  ).rejects.toThrow(message);
  await everywhere(root);
});

test.each([
  ['cut short', () => root.replace(/\n.+\n-----END/, '\n-----END'), 'invalid PEM data'],
  ['no certificate', () => 'nothing', 'find any valid certificates in bundle'],
  [
    'good and one that is cut short',
    () => `${root}\n${root.replace(/\n.+\n-----END/, '\n-----END')}`,
    'invalid PEM data',
  ],
])('when an authority is %s, the last good file stays, and the bundle says so', async (_, text, message) => {
  await here.api.apply(bundle(text()));
  const condition = await until('it says so', async () => {
    const { metadata, status } = await here.api.get(bundle(root));
    const conditions = (status?.conditions ?? []) as readonly Condition[];
    return conditions.find(
      ({ status: is, observedGeneration }) => is === 'False' && observedGeneration === metadata.generation,
    );
  });
  expect(condition.message).toContain(message);
  await everywhere(root);
  await here.api.apply(bundle(root));
  await until(
    'it is mended',
    async () => conditionOf(await here.api.get(bundle(root)), 'Synced')?.status === 'True',
  );
});

test('another root is trusted beside the first before anything is signed under it', async () => {
  const { data } = await here.vault.vault.root.succeed(
    'write',
    `${VAULT_MOUNTS.pkiRoot}/root/generate/internal`,
    {
      common_name: 'the next root',
      issuer_name: 'next',
      key_type: 'ec',
      key_bits: 384,
    },
  );
  const next = String(data?.certificate);
  const began = Date.now();
  await here.api.apply(bundle(root, next));
  await until('both are there', async () => {
    const found =
      ((await inNamespace('bank')) ?? '').match(
        /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
      ) ?? [];
    const prints = found.map((pem) => new X509Certificate(pem).fingerprint256);
    return (
      [root, next].every((pem) => prints.includes(new X509Certificate(pem).fingerprint256)) &&
      prints.length === 2
    );
  });
  measured('Certificates', {
    what: 'another root is trusted',
    certificates: 2,
    seconds: (Date.now() - began) / 1000,
  });
});
