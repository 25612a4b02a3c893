import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudPlan } from '@plinth/cloud-plan';
import { root } from '../company/read-releases';

const PNPM = ['-y', 'pnpm@10.34.9'];
const PEERS = ['@pulumi/gcp', '@pulumi/pulumi'];

const folder = mkdtempSync(join(tmpdir(), 'cloud-consumer-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  });

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;

test('packed into an empty project, components are planned by the packed planner, in plain JavaScript', () => {
  const filters = ['@plinth/cloud...', '@plinth/cloud-plan...'].flatMap((name) => ['--filter', name]);
  const packed = run(root, 'npx', ...PNPM, ...filters, 'pack', '--json', '--pack-destination', folder);
  const tarballs = (JSON.parse(packed.slice(packed.indexOf('\n['))) as readonly { filename: string }[]).map(
    ({ filename }) => filename,
  );
  expect(tarballs).toHaveLength(5);
  cpSync(join(__dirname, 'packed/consumer.fixture'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
  const peers = PEERS.map((name) => `${name}@${versionOf(name)}`);
  run(
    folder,
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--prefer-offline',
    ...tarballs,
    ...peers,
  );

  const { plan, terraform } = JSON.parse(run(folder, process.execPath, 'plan.js')) as {
    plan: CloudPlan;
    terraform: { resource: Readonly<Record<string, Readonly<Record<string, object>>>> };
  };
  const topic = plan.resources.find(({ type }) => type === 'gcp:pubsub/topic:Topic');
  expect(topic).toMatchObject({
    name: 'orders',
    // A symbol of the packed planner, learnt from the SDK that npm has installed.
    inputs: { kmsKeyName: '${gcp:kms/cryptoKey:CryptoKey.keys-topics.id}', project: 'example-live' },
  });
  expect(plan.outputs).toEqual({ orders: '${gcp:pubsub/topic:Topic.orders.id}' });
  expect(Object.keys(terraform.resource).sort()).toEqual([
    'google_kms_crypto_key',
    'google_kms_crypto_key_iam_member',
    'google_kms_key_ring',
    'google_project_service_identity',
    'google_pubsub_topic',
    'google_pubsub_topic_iam_member',
  ]);
});
