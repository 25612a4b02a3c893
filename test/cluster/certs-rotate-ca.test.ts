import { readdirSync } from 'node:fs';
import { SERVICE_AUTHORITIES } from '@plinth/model';
import { refTo } from '@plinth/testing';
import { finish, type Run } from '../cli/run-plinth';
import { engines } from './_cluster';
import { RotatingEnvironment } from './rotation/rotating-environment';

let here: RotatingEnvironment;
beforeEach(async () => {
  here = await RotatingEnvironment.start(await engines());
  expect(await here.run('trust')).toMatchObject({ code: 0 });
  await here.publish();
});
afterEach(() => here?.stop());

const names = () => here.trusted().map(({ name }) => name);
const statesOf = ({ steps }: { readonly steps: readonly { readonly state: string }[] }) =>
  steps.map(({ state }) => state);
const ALL = 'crl-signing,issuing-certificates,ocsp-signing,read-only';
const FEW = 'crl-signing,read-only';

test('a whole rotation: everything is believed at each step, and nothing of the old one is left at the end', async () => {
  const old = await here.issue();
  const [before] = await here.bundles();

  // Made, and trusted in Git: the cluster does not know it yet, and so it does not issue.
  const started = await here.rotate('--start --settle 0');
  expect([started.code, names()]).toEqual([1, ['root', 'root-2']]);
  expect(statesOf(started)).toEqual(['done', 'done', 'done', 'waits', 'later', 'later']);
  expect(started.waitsFor).toMatch(/^\d of \d namespaces that lack an authority: bank \(root-2\), /);
  expect(here.verifies(await here.issue(), before?.pem ?? '')).toBe(true);

  // In every namespace; but a kubelet has not brought it to pods.
  await here.publish();
  const [between] = await here.bundles();
  const spread = await here.rotate('--settle 3600');
  expect([spread.code, spread.waitsFor]).toEqual([1, expect.stringMatching(/^kubelets, /)]);
  expect(here.verifies(await here.issue(), before?.pem ?? '')).toBe(true);

  // In every namespace but one.
  await here.trustManager.stop();
  await here.api.delete(refTo('v1', 'ConfigMap', SERVICE_AUTHORITIES.configMap, 'exchange'));
  const lacking = await here.rotate();
  expect([lacking.code, lacking.waitsFor]).toEqual([
    1,
    expect.stringMatching(/^1 of \d namespaces that lack an authority: exchange \(root, root-2\); /),
  ]);
  expect((await here.authorities()).map(({ name, isDefault }) => [name, isDefault])).toEqual([
    ['', true],
    ['issuing-2', false],
    ['root', true],
    ['root-2', false],
  ]);
  await here.trustManager.restart();
  await here.published();

  // It issues; what the old one has signed is still believed.
  const switched = await here.rotate();
  expect([switched.code, switched.waitsFor]).toEqual([
    1,
    expect.stringMatching(/^3 certificates of the old authority, the last of which ends at 20/),
  ]);
  const fresh = await here.issue();
  expect(here.verifies(fresh, before?.pem ?? '')).toBe(false);
  for (const leaf of [old, fresh]) expect(here.verifies(leaf, between?.pem ?? '')).toBe(true);
  expect(names()).toEqual(['root', 'root-2']);

  await here.outliveOld(fresh.serial);
  const ended = await here.rotate();
  expect([ended.code, ended.waitsFor, names()]).toEqual([0, undefined, ['root-2']]);
  expect(statesOf(ended)).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
  await here.publish();
  const [after] = await here.bundles();
  expect([here.verifies(old, after?.pem ?? ''), here.verifies(fresh, after?.pem ?? '')]).toEqual([
    false,
    true,
  ]);
  expect(await here.authorities()).toEqual([
    { mount: 'pki', name: '', usage: FEW, isDefault: false },
    { mount: 'pki', name: 'issuing-2', usage: ALL, isDefault: true },
    { mount: 'pki-root', name: 'root', usage: FEW, isDefault: false },
    { mount: 'pki-root', name: 'root-2', usage: ALL, isDefault: true },
  ]);

  // With the new root stands the end of the authority that issues now: there is nothing left to note.
  expect(JSON.parse((await here.run('trust --json')).stdout)).toMatchObject({
    name: 'root-2',
    written: false,
  });

  // At rest it does nothing, and a later one counts up.
  expect(await here.rotate()).toMatchObject({ code: 0, generation: 2 });
  expect(await here.rotate('--start --settle 0')).toMatchObject({ code: 1, generation: 3 });
  expect(names()).toEqual(['root-2', 'root-3']);
});

/** What becomes of a request whose sender is killed: Vault never gets it, gets it, or gets it while the next run is at work. */
type Fate = 'lost' | 'done' | 'late';

/** Runs until one is not killed. Each request that changes something meets each fate once, while it is still asked. */
async function rotateKilled(fates: readonly Fate[], kills: Map<string, number>, args = ''): Promise<Run> {
  let pending: (() => Promise<unknown>) | undefined;
  for (;;) {
    let isKilled = false;
    let seen = 0;
    const child = here.start(`rotate-ca --settle 0 ${args}`.trim());
    here.proxy.onRequest = async ({ what, toVault, lose }) => {
      seen += 1;
      if (seen === 5 && pending !== undefined) {
        // This run has looked at something already.
        const late = pending;
        pending = undefined;
        await late();
      }
      const known = kills.get(what) ?? 0;
      const fate = what.startsWith('POST') && !isKilled ? fates[known] : undefined;
      if (fate === undefined) return isKilled ? lose() : (await toVault())();
      isKilled = true;
      kills.set(what, known + 1);
      child.kill('SIGKILL');
      if (fate === 'done') await toVault();
      if (fate === 'late') pending = toVault;
      lose();
    };
    const ended = await finish(child);
    expect(names().length).toBeGreaterThan(0);
    if (!isKilled) return ended;
    expect(ended.signal).toBe('SIGKILL');
  }
}

test('killed at every request that changes something: one root and one authority under it, every time', async () => {
  here.repository.write('environments/prod/authorities.json.new', 'half of a fi');
  let generation = 1;
  for (const last of ['done', 'late'] as const) {
    const kills = new Map<string, number>();
    const old = generation === 1 ? 'root' : `root-${generation}`;
    generation += 1;
    const once = { signedByRoots: 2 * generation, keys: 2 * generation };
    expect((await rotateKilled(['lost', last], kills, '--start')).code).toBe(1);
    expect([names(), kills.size]).toEqual([[old, `root-${generation}`], 6]);
    expect(await here.counts()).toEqual(once);
    await here.publish();
    expect((await rotateKilled(['lost', last], kills)).code).toBe(0);
    expect([names(), [...kills.values()]]).toEqual([[`root-${generation}`], Array.from(kills, () => 2)]);
    expect(kills.size).toBe(10);
    expect(await here.counts()).toEqual(once);
  }
  expect((await here.authorities()).map(({ name, usage }) => [name, usage])).toEqual([
    ['', FEW],
    ['issuing-2', FEW],
    ['issuing-3', ALL],
    ['root', FEW],
    ['root-2', FEW],
    ['root-3', ALL],
  ]);
  const left = readdirSync(here.repository.path('environments/prod')).filter((file) => file.includes('.new'));
  expect(left).toEqual([]);
});

test('what was taken over once is not taken over again, nor is another root', async () => {
  const before = here.repository.read('environments/prod/authorities.json');
  const again = await here.run('trust --json');
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { name: 'root', written: false }]);
  // As it was written before anybody noted the end of the authority that issues.
  here.repository.write(
    'environments/prod/authorities.json',
    before.replace(/,\s*"issuingEnds": "[^"]+"/, ''),
  );
  expect(here.repository.read('environments/prod/authorities.json')).not.toBe(before);
  expect(JSON.parse((await here.run('trust --json')).stdout)).toMatchObject({ name: 'root', written: true });
  expect(here.repository.read('environments/prod/authorities.json')).toBe(before);
  await here.rotate('--start');
  here.repository.write(
    'environments/prod/authorities.json',
    here.repository.read('environments/staging/authorities.json'),
  );
  for (const args of ['trust', 'rotate-ca'])
    expect(await here.run(args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('look whether VAULT_ADDR is of this environment'),
    });
  here.repository.write('environments/prod/authorities.json', before);
  expect(names()).toEqual(['root']);
});

test('by whom Vault was believed is taken over with its root, once', async () => {
  const FILE = 'environments/prod/vault-authority.json';
  const before = here.repository.read(FILE);
  const { place, authority } = here.vault;
  const believing = { ...here.variables(), VAULT_ADDR: place.address, VAULT_CACERT: place.tls.authority };
  here.repository.write(FILE, '{}\n');
  for (const knowsVault of ['written', 'already']) {
    const { code, stdout } = await here.run('trust --json', believing);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { name: 'root', knowsVault }]);
    const { certificate } = JSON.parse(here.repository.read(FILE)) as { certificate: string };
    expect(certificate.trim()).toBe(authority.certificate.trim());
  }
  here.repository.write(FILE, before);
  expect(await here.run('trust', believing)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('a new key is a step that people take'),
  });
  expect(here.repository.read(FILE)).toBe(before);
});

test('before the new authority issues there is a way back, as the guide has it', async () => {
  await here.rotate('--start');
  const [, made] = here.trusted();
  here.repository.write(
    'environments/prod/authorities.json',
    `${JSON.stringify(JSON.parse(here.repository.read('environments/prod/authorities.json')).slice(0, 1), null, 2)}\n`,
  );
  for (const path of [
    'pki/issuer/issuing-2',
    'pki/key/issuing-2',
    'pki-root/issuer/root-2',
    'pki-root/key/root-2',
  ])
    await here.vault.root.succeed('delete', path);
  expect(await here.rotate()).toMatchObject({ code: 0, generation: 1 });
  expect(names()).toEqual(['root']);
  expect(await here.rotate('--start')).toMatchObject({ code: 1, generation: 2 });
  const [, again] = here.trusted();
  expect([again?.name, again?.certificate.fingerprint256 === made?.certificate.fingerprint256]).toEqual([
    'root-2',
    false,
  ]);
});

test('fails when the token may not do it, when there is no cluster to ask, and when Vault is sealed, with one error each', async () => {
  const { auth } = await here.vault.root.succeed('write', 'auth/token/create', { policies: ['default'] });
  const poor = await here.run('rotate-ca --start', here.variables(auth?.client_token));
  expect(poor).toMatchObject({ code: 2, stdout: '' });
  expect(poor.stderr).toMatch(
    /^pki\S+: found a token that .*; allowed: a token of root, which three holders .*\n$/,
  );
  expect(await here.counts()).toEqual({ signedByRoots: 2, keys: 2 });

  const alone = await here.run('rotate-ca --start', { ...here.variables(), KUBECONFIG: '/nowhere' });
  expect(alone.stderr).toMatch(/\nkubectl get \w+: found a failure: ".*; allowed: kubectl, and a context /);
  expect([alone.code, names()]).toEqual([2, ['root', 'root-2']]);

  await here.vault.root.succeed('write', 'sys/seal');
  for (const args of ['rotate-ca', 'trust'])
    expect(await here.run(args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^http.*: found a Vault that is sealed; .*\n$/),
    });
});
