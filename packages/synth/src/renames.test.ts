import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RenameWatch } from './renames';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'plinth-renames-'));
});
afterEach(() => rmSync(out, { recursive: true }));

function manifest(name: string, cpu = '200m'): string {
  return `---\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n---\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  cpu: ${cpu}\n`;
}

function lies(path: string, text: string): void {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}

test('a file that comes as another goes is a rename, also with a new version', () => {
  lies('prod/workloads/bank/ledger.yaml', manifest('ledger'));
  const watch = new RenameWatch(out);
  watch.consider('prod/workloads/bank/accounts.yaml', manifest('accounts', '300m'));
  expect(watch.find(['prod/workloads/bank/ledger.yaml'])).toEqual([
    {
      from: 'prod/workloads/bank/ledger.yaml',
      to: 'prod/workloads/bank/accounts.yaml',
      objects: ['ServiceAccount', 'Deployment'],
    },
  ]);
});

test('what stays, what differs and what is of another stack is no rename', () => {
  lies('prod/workloads/bank/ledger.yaml', manifest('ledger'));
  lies('prod/workloads/bank/stays.yaml', manifest('stays'));
  lies('prod/delivery/bank.yaml', 'kind: AppProject\n');
  const watch = new RenameWatch(out);
  watch.consider('prod/workloads/bank/stays.yaml', manifest('stays'));
  watch.consider('prod/workloads/bank/other.yaml', 'kind: CronJob\nmetadata:\n  name: other\n');
  watch.consider('prod/delivery/ledger.yaml', manifest('ledger'));
  watch.consider('dev/workloads/bank/accounts.yaml', manifest('accounts'));
  expect(watch.find(['prod/workloads/bank/ledger.yaml'])).toEqual([]);
});
