import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { get } from 'node:https';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { CertificateAuthority } from '../cluster/certificate-authority';
import { chartRegistry } from './chart-registry';
import { GitRepository } from './git-repository';
import { gitServer } from './git-server';
import { LoopbackInternet } from './loopback-internet';

const GIT_HOST = 'git.plinth.example';
const CHART_HOST = 'charts.plinth.example';

let folder: string;
let repository: GitRepository;
let internet: LoopbackInternet;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plinth-internet-'));
  repository = GitRepository.init(
    { git: 'git', folder: join(folder, 'repository'), branch: 'live' },
    (tree) => tree.write('manifests/one.yaml', 'one: 1\n'),
  );
  const packed = join(folder, 'tiny-v1.0.0.tgz');
  writeFileSync(packed, 'a chart');
  const authority = await CertificateAuthority.create('test');
  writeFileSync(join(folder, 'authority.crt'), authority.certificate);
  internet = await LoopbackInternet.start(authority, {
    [GIT_HOST]: gitServer({ git: 'git', repository, path: '/team/live.git' }),
    [CHART_HOST]: chartRegistry('/team/charts', [{ name: 'tiny', version: 'v1.0.0', file: packed }]),
  });
});

afterAll(async () => {
  await internet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a repository is read under its own address, with every commit', async () => {
  expect(await cloned('first')).toBe('one: 1\n');
  repository.commit('two', (tree) => tree.edit('manifests/one.yaml', '1', '2'));
  expect(await cloned('second')).toBe('one: 2\n');
  repository.revert();
  expect(await cloned('third')).toBe('one: 1\n');
});

test('a repository that is not there is not found', async () => {
  const stderr = await git('clone', `https://${GIT_HOST}/team/other.git`, join(folder, 'other'));
  expect(stderr).toContain('not found');
});

test('a chart is read under its own address: manifest, then what it names', async () => {
  const base = '/v2/team/charts/tiny';
  const manifest = JSON.parse(await fetched(`${base}/manifests/v1.0.0`));
  expect(manifest.layers).toHaveLength(1);
  expect(await fetched(`${base}/blobs/${manifest.layers[0].digest}`)).toBe('a chart');
  expect(await fetched(`${base}/manifests/v2.0.0`)).toContain('MANIFEST_UNKNOWN');
});

test('any other host is refused, and remembered', async () => {
  const stderr = await git('ls-remote', 'https://elsewhere.example/a.git');
  expect(stderr).toContain('403');
  expect([...internet.refused]).toEqual(['elsewhere.example:443']);
});

test('fails when an edit finds nothing to change', () => {
  expect(() => repository.commit('nothing', (tree) => tree.edit('manifests/one.yaml', '9', '2'))).toThrow(
    'manifests/one.yaml has no 9',
  );
});

async function cloned(name: string): Promise<string> {
  const target = join(folder, name);
  expect(await git('clone', '--quiet', `https://${GIT_HOST}/team/live.git`, target)).toBe('');
  return readFileSync(join(target, 'manifests/one.yaml'), 'utf8');
}

/** What Git complains about. */
function git(...args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    HTTPS_PROXY: internet.proxy,
    GIT_SSL_CAINFO: join(folder, 'authority.crt'),
    GIT_TERMINAL_PROMPT: '0',
  };
  return new Promise((resolve) => {
    execFile('git', [...args], { env }, (_error, _stdout, stderr) => resolve(stderr));
  });
}

function fetched(path: string): Promise<string> {
  const { hostname, port } = new URL(internet.proxy);
  const ca = readFileSync(join(folder, 'authority.crt'));
  return new Promise((resolve, reject) => {
    request({ method: 'CONNECT', hostname, port, path: `${CHART_HOST}:443` })
      .once('connect', (_response, socket) => {
        const createConnection = () => connect({ socket: socket as Socket, servername: CHART_HOST, ca });
        get({ host: CHART_HOST, path, createConnection }, async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve(text);
        }).once('error', reject);
      })
      .once('error', reject)
      .end();
  });
}
