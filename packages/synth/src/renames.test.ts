import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RenameWatch } from './renames';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'plinth-renames-'));
});
afterEach(() => rmSync(out, { recursive: true }));

function manifest(name: string, digit = '0', cpu = '200m'): string {
  const image = `registry.example/${name}:1.0.0@sha256:${digit.repeat(64)}`;
  return `---\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n---\nkind: Deployment\nspec:\n  containers:\n    - image: ${image}\n      cpu: ${cpu}\n`;
}

function lies(path: string, text: string): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}

test('the same image under another name is a rename, whatever else changed with it', () => {
  lies('prod/workloads/bank/ledger.yaml', manifest('ledger'));
  const watch = new RenameWatch(out);
  watch.consider('prod/workloads/bank/accounts.yaml', manifest('accounts', '0', '300m'));
  expect(watch.find(['prod/workloads/bank/ledger.yaml'])).toEqual([
    {
      from: 'prod/workloads/bank/ledger.yaml',
      to: 'prod/workloads/bank/accounts.yaml',
      objects: ['ServiceAccount', 'Deployment'],
    },
  ]);
});

/** A service of its own, with as many lines as a real one. */
function service(name: string, digit: string, version: string, port: number): string {
  const settings = Array.from({ length: 40 }, (_, index) => `    setting-${index}: ${index * port}\n`).join(
    '',
  );
  return `${manifest(name, digit)}    app.kubernetes.io/version: "${version}"\n    checksum/config: "${digit}"\n${settings}    path: /${name}/v1\n`;
}

test('another name with another release is a rename, where the rest is alike', () => {
  lies('prod/workloads/bank/ledger.yaml', service('ledger', '0', '1.0.0', 80));
  const watch = new RenameWatch(out);
  watch.consider('prod/workloads/bank/other.yaml', service('other', '1', '1.1.0', 81));
  watch.consider('prod/workloads/bank/accounts.yaml', service('accounts', '1', '1.1.0', 80));
  watch.consider('prod/workloads/wallet/accounts.yaml', service('accounts', '1', '1.1.0', 80));
  expect(watch.find(['prod/workloads/bank/ledger.yaml']).map(({ to }) => to)).toEqual([
    'prod/workloads/bank/accounts.yaml',
  ]);
});

test('a file takes the place of one other, and of the one that it is most like', () => {
  lies('prod/workloads/bank/a.yaml', service('a', '0', '1.0.0', 80));
  lies('prod/workloads/bank/b.yaml', service('b', '0', '1.0.0', 81));
  lies('prod/workloads/bank/c.yaml', service('c', '0', '1.0.0', 82));
  const watch = new RenameWatch(out);
  watch.consider('prod/workloads/bank/b2.yaml', service('b2', '0', '1.0.0', 81));
  watch.consider('prod/workloads/bank/c2.yaml', service('c2', '0', '1.0.0', 82));
  const removed = ['a', 'b', 'c'].map((name) => `prod/workloads/bank/${name}.yaml`);
  expect(watch.find(removed).map(({ from, to }) => `${from} ${to}`)).toEqual([
    'prod/workloads/bank/b.yaml prod/workloads/bank/b2.yaml',
    'prod/workloads/bank/c.yaml prod/workloads/bank/c2.yaml',
  ]);
});

test('what stays, what differs and what is of another stack is no rename', () => {
  lies('prod/workloads/bank/ledger.yaml', manifest('ledger'));
  lies('prod/workloads/bank/stays.yaml', manifest('stays'));
  lies('prod/delivery/bank.yaml', 'kind: AppProject\n');
  const watch = new RenameWatch(out);
  watch.consider('prod/workloads/bank/stays.yaml', manifest('stays'));
  watch.consider('prod/workloads/bank/other.yaml', manifest('other', '1', '300m'));
  watch.consider('prod/delivery/ledger.yaml', manifest('ledger'));
  watch.consider('dev/workloads/bank/accounts.yaml', manifest('accounts'));
  expect(watch.find(['prod/workloads/bank/ledger.yaml'])).toEqual([]);
});

test('files that run nothing are alike by nature and never a rename', () => {
  lies('prod/delivery/argocd/ledger.yaml', 'kind: Application\nmetadata:\n  name: ledger\n');
  const watch = new RenameWatch(out);
  watch.consider('prod/delivery/argocd/accounts.yaml', 'kind: Application\nmetadata:\n  name: accounts\n');
  expect(watch.find(['prod/delivery/argocd/ledger.yaml'])).toEqual([]);
});
