import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withBuildLock } from './build-lock';
import { processMark, runs } from './live-process';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lock = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('one works at a time, and the lock is gone afterwards', async () => {
  let working = 0;
  const waits: string[] = [];
  const work = async () => {
    working += 1;
    await new Promise(setImmediate);
    expect(working).toBe(1);
    working -= 1;
  };
  const wait = { ...patient(), onWait: (pid: string) => waits.push(pid) };

  await Promise.all([1, 2, 3].map(() => withBuildLock(lock, wait, work)));

  expect(waits).toEqual([String(process.pid), String(process.pid)]);
  expect(existsSync(lock)).toBe(false);
});

test('the lock is given back after a failure', async () => {
  await expect(withBuildLock(lock, patient(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});

test.each([
  ['a dead process', () => `${spawnSync(process.execPath, ['--version']).pid}-0 token`],
  ['a dead process whose number another one has now', () => `${process.pid}-1 token`],
  ['nobody', () => 'what is this'],
])('the lock of %s is taken over', async (_, owner) => {
  writeFileSync(lock, owner());
  await withBuildLock(lock, patient(), async () => {
    expect(readFileSync(lock, 'utf8')).toContain(processMark());
  });
  expect(existsSync(lock)).toBe(false);
});

test('a lock that somebody else took meanwhile stays', async () => {
  await withBuildLock(lock, patient(), async () => writeFileSync(lock, 'another'));
  expect(readFileSync(lock, 'utf8')).toBe('another');
});

test('fails when the wait is interrupted', async () => {
  const interruption = new AbortController();
  const wait = { signal: interruption.signal, onWait: () => interruption.abort() };
  writeFileSync(lock, `${processMark()} token`);

  await expect(withBuildLock(lock, wait, async () => undefined)).rejects.toThrow('aborted');
});

test('this process runs', () => {
  expect(runs(processMark())).toBe(true);
});

function patient() {
  return { signal: new AbortController().signal, onWait: () => undefined };
}
