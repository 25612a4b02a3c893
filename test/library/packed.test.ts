import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';

const PNPM = ['-y', 'pnpm@10.34.9'];
const PEERS = ['cdk8s', 'cdk8s-plus-27', 'constructs'];

const root = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'consumer-'));

afterAll(() => rmSync(folder, { recursive: true }));

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;

test('packed into an empty project, the library installs, type-checks and synthesizes', () => {
  // The library and what it stands on, in one call: each start of npx costs seconds. Packing builds.
  const packed = run(
    root,
    'npx',
    ...PNPM,
    '--filter',
    '@plinth/kubernetes...',
    'pack',
    '--json',
    '--pack-destination',
    folder,
  );
  const tarballs = (JSON.parse(packed.slice(packed.indexOf('\n['))) as readonly { filename: string }[]).map(
    ({ filename }) => filename,
  );
  expect(tarballs).toHaveLength(5);
  cpSync(join(__dirname, 'consumer.fixture'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
  run(
    folder,
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--omit=optional',
    '--prefer-offline',
    ...tarballs,
    ...PEERS.map((name) => `${name}@${versionOf(name)}`),
  );

  run(folder, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '-p', '.');
  run(folder, process.execPath, 'out/main.js');

  const objects = loadAll(readFileSync(join(folder, 'dist/ledger.k8s.yaml'), 'utf8')) as {
    kind: string;
    spec: { revisionHistoryLimit: number };
  }[];
  expect(objects.map(({ kind }) => kind).sort()).toEqual([
    'Deployment',
    'HorizontalPodAutoscaler',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
    'ServiceAccount',
  ]);
  expect(objects.find(({ kind }) => kind === 'Deployment')?.spec.revisionHistoryLimit).toBe(3);
}, 180_000);
