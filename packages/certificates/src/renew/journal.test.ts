import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '@plinth/testing';
import { Duration } from '@plinth/units';
import { newKeyRequest } from './certificate-request';
import { Journal } from './journal';
import type { BegunRequest } from './journal-entry';

let state: string;
let begun: string;
let asked: BegunRequest;
let certificate: string;
beforeAll(async () => {
  ({ certificate } = await CertificateAuthority.create('an authority'));
  asked = {
    name: 'broker',
    phase: 'asked',
    ...(await newKeyRequest({
      name: 'broker',
      owner: 'exchange',
      pki: { mount: 'pki', role: 'outside' },
      commonName: 'broker.acme.example',
      dnsNames: ['broker.acme.example'],
      life: Duration.hours(24),
      renewBefore: Duration.hours(8),
      key: 'P-256',
      kv: { mount: 'kv', path: 'certificates/broker' },
    })),
    mount: 'pki',
    version: 1,
    since: '2026-11-01T00:00:00.000Z',
  };
});
beforeEach(() => {
  state = join(mkdtempSync(join(tmpdir(), 'journal-')), 'state');
  begun = join(state, 'begun');
  mkdirSync(begun, { recursive: true });
});
afterEach(() => rmSync(join(state, '..'), { recursive: true }));

const put = (path: string, content: unknown) =>
  writeFileSync(join(state, path), typeof content === 'string' ? content : JSON.stringify(content));

const refusal = (path: string) => ({
  problems: [
    {
      code: 'state',
      where: join(state, path),
      found: 'a file that no run has written',
      allowed: 'a folder of this command alone, on a disk of this machine',
      fix: 'name another folder with --state, or restore this one: it says what may have been issued',
    },
  ],
});

test('what one run writes is what the next one reads', async () => {
  const first = await Journal.open(state);
  await first.write(asked);
  await first.write({ ...asked, name: 'relay', phase: 'signed', certificate });
  await first.write({ name: 'gateway', phase: 'stored', version: 3 });
  await first.writeBaseline({ pki: ['01:02'] });
  const next = await Journal.open(state);
  expect(next.request('broker')).toEqual(asked);
  expect(next.request('relay')).toEqual({ ...asked, name: 'relay', phase: 'signed', certificate });
  expect(next.isOnItsWay('gateway')).toBe(true);
  expect(await next.readBaseline()).toEqual({ pki: ['01:02'] });
  await next.remove('broker');
  expect((await Journal.open(state)).request('broker')).toBeUndefined();
});

test.each<[string, (entry: BegunRequest) => unknown]>([
  ['is cut short', (entry) => JSON.stringify(entry).slice(0, 100)],
  ['is null', () => 'null'],
  ['is a list', (entry) => [entry]],
  ['is of another certificate', (entry) => ({ ...entry, name: '../broker' })],
  ['has no version', ({ version, ...entry }) => entry],
  ['has half a version', (entry) => ({ ...entry, version: 1.5 })],
  ['has no version that there can be', (entry) => ({ ...entry, version: 0 })],
  ['is in no phase', (entry) => ({ ...entry, phase: 'begun', certificate })],
  ['has no key', ({ key, ...entry }) => entry],
  ['has what is no key', (entry) => ({ ...entry, key: entry.key.slice(0, 60) })],
  ['has another key', (entry) => ({ ...entry, publicKey: 'of another' })],
  ['is signed, without a certificate', (entry) => ({ ...entry, phase: 'signed' })],
  [
    'is signed, with half a certificate',
    (entry) => ({ ...entry, phase: 'signed', certificate: '-----BEGIN' }),
  ],
])('fails when an entry %s', async (_, damage) => {
  put('begun/broker.json', damage(asked));
  await expect(Journal.open(state)).rejects.toMatchObject(refusal('begun/broker.json'));
});

test('fails when an entry is a folder', async () => {
  mkdirSync(join(begun, 'broker.json'));
  await expect(Journal.open(state)).rejects.toMatchObject({
    problems: [{ code: 'state', found: 'a file that cannot be read (EISDIR)' }],
  });
});

test.each(['{"pki": [', 'null', '[]', { pki: 5 }, { pki: [5] }])(
  'fails when what was signed before is %j',
  async (content) => {
    put('baseline.json', content);
    const journal = await Journal.open(state);
    await expect(journal.readBaseline()).rejects.toMatchObject(refusal('baseline.json'));
  },
);

test('where nobody has written what was signed before, nothing was', async () => {
  expect(await (await Journal.open(state)).readBaseline()).toEqual({});
});

test('fails when the disk takes no more, and says what it refused', async () => {
  const journal = await Journal.open(state);
  rmSync(begun, { recursive: true });
  writeFileSync(begun, '');
  const found = expect.stringMatching(/^what cannot be used \(\w+ failed with ENOTDIR\)$/);
  await expect(journal.write(asked)).rejects.toMatchObject({ problems: [{ code: 'state', found }] });
  await expect(journal.remove('broker')).rejects.toMatchObject({ problems: [{ code: 'state', found }] });
  expect(journal.request('broker')).toBeUndefined();
});
