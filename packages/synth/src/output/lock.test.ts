import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lock } from './lock';
import { claimOfThisProcess, formatClaim } from './process-claim';

let sandbox: string;
let folder: string;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'lock-'));
  folder = join(sandbox, 'lock');
});

afterEach(() => rmSync(sandbox, { recursive: true }));

test('a lock that is given back leaves nothing and can be taken again', () => {
  acquire().release();
  expect(existsSync(folder)).toBe(false);
  acquire().release();
});

test('fails when another keeps the lock, and says whose it is and what to delete', () => {
  const lock = acquire();
  const [claim = ''] = readdirSync(folder);
  expect(() => acquire()).toThrow(
    `manifests: found process ${process.pid} of host ${claimOfThisProcess(0).host} writing there for more than 0 s; ` +
      `allowed: one run at a time; wait until it ends; if there is no such process, delete ${join(folder, claim)}`,
  );
  expect(readdirSync(folder)).toEqual([claim]);
  lock.release();
});

test('who waits hears it once', () => {
  const lock = acquire();
  const heard: string[] = [];
  expect(() => acquire(0.1, (text) => heard.push(text))).toThrow('for more than 0.1 s');
  expect(heard).toEqual([`process ${process.pid} is writing to manifests: waiting up to 0.1 s`]);
  lock.release();
});

test('who waits gets the lock when it is given back', () => {
  const lock = acquire();
  // The notice comes while the second one waits.
  acquire(10, () => lock.release()).release();
});

test('the claim of a dead process counts for nothing', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  mkdirSync(folder);
  writeFileSync(join(folder, formatClaim({ ...claimOfThisProcess(0), pid })), '');
  const lock = acquire();
  expect(readdirSync(folder)).toHaveLength(1);
  lock.release();
});

function acquire(waitSeconds = 0, notice: (text: string) => void = () => undefined): Lock {
  return Lock.acquire(folder, { waitSeconds, notice, shownRoot: 'manifests' });
}
