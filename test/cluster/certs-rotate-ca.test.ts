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

  // At rest it does nothing, and a later one counts up.
  expect(await here.rotate()).toMatchObject({ code: 0, generation: 2 });
  expect(await here.rotate('--start --settle 0')).toMatchObject({ code: 1, generation: 3 });
  expect(names()).toEqual(['root-2', 'root-3']);
});
