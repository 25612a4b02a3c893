import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCertificateList } from '../list/certificate-list';
import { type VaultAnswer, VaultSession } from '../vault/session';
import { Journal } from './journal';
import { type Renewal, renewCertificates } from './renew';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'renew-'));
});
afterEach(() => rmSync(state, { recursive: true }));

/** One after the other, with a Vault that gives these answers about a path. */
async function renew(
  names: readonly string[],
  answers: Readonly<Record<string, () => VaultAnswer>>,
  journal?: Journal,
  mounts: Readonly<Record<string, string>> = {},
): Promise<Renewal> {
  const certificates = names.map((name) => ({
    name,
    owner: 'exchange',
    pki: { mount: mounts[name] ?? 'pki', role: 'outside' },
    dnsNames: [`${name}.acme.example`],
    life: '2160h',
    renewBefore: '720h',
    key: 'P-256',
    kv: { mount: 'kv', path: name },
  }));
  const { list } = readCertificateList({ authorities: 'authorities.crt', certificates }, '/machine');
  const session = new VaultSession({
    address: 'a Vault',
    send: async (_, path) => answers[path]?.() ?? { status: 404, body: {} },
  });
  let last: Promise<unknown> = Promise.resolve();
  const turns = {
    run: async <T>(work: () => Promise<T>) => {
      const own = last.then(work);
      last = own;
      return await own;
    },
  };
  return await renewCertificates(
    list?.certificates ?? [],
    { session, authorities: [], now: 0, turns },
    {
      journal: journal ?? (await Journal.open(state)),
      stop: new AbortController().signal,
      variables: {},
      runner: 'a test',
      force: false,
      takeOver: false,
      progress: () => undefined,
    },
  );
}

test('a bug of ours ends a run as an outage does: what was done before is told', async () => {
  const bug = new TypeError('of ours');
  const { certificates, outage } = await renew(['denied', 'broken', 'after'], {
    'kv/data/denied': () => ({ status: 403, body: {} }),
    'kv/data/broken': () => {
      throw bug;
    },
  });
  expect(certificates.map(({ name, action }) => `${name}: ${action}`)).toEqual([
    'denied: failed',
    'broken: left',
    'after: left',
  ]);
  expect(outage).toBe(bug);
});

test('a disk that takes no more ends a run as an outage does', async () => {
  const journal = await Journal.open(state);
  rmSync(join(state, 'begun'), { recursive: true });
  writeFileSync(join(state, 'begun'), '');
  const { certificates, outage } = await renew(
    ['denied', 'broker', 'after'],
    { 'kv/data/denied': () => ({ status: 403, body: {} }) },
    journal,
  );
  expect(certificates.map(({ name, action }) => `${name}: ${action}`)).toEqual([
    'denied: failed',
    'broker: left',
    'after: left',
  ]);
  expect(outage).toMatchObject({ code: 'state' });
});

test('an authority into which nobody may look stops no certificate of another', async () => {
  const denied = { 'pki/certs?list=true': () => ({ status: 403, body: {} }) };
  const { certificates } = await renew(['broker', 'other'], denied, undefined, { other: 'pki-other' });
  expect(certificates.map(({ name, problems }) => [name, problems[0]?.code, problems[0]?.where])).toEqual([
    ['broker', 'vault-token', 'pki/certs?list=true'],
    // As far as this Vault, which has no authority, goes.
    ['other', 'vault-authority', '"pki-other"'],
  ]);
});

test('fails when nobody may look into any authority, and says so once', async () => {
  const denied = { 'pki/certs?list=true': () => ({ status: 403, body: {} }) };
  await expect(renew(['broker', 'other'], denied)).rejects.toMatchObject({ code: 'vault-token' });
});
