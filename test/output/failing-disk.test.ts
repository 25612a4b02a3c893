import fs, { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { inspectOutput } from '@plinth/synth';
import { watchDisk } from './_disk-calls';
import { commit, systemError } from './_steps';
import { readTree } from './_trees';

let sandbox: string;
let oldTree: Record<string, string>;
let newTree: Record<string, string>;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'failing-disk-'));
  commit(join(sandbox, 'old'), 'before');
  oldTree = readTree(join(sandbox, 'old'));
  newTree = readTree(commitCopy('new'));
});

afterEach(() => rmSync(sandbox, { recursive: true }));

test.each([
  ['ENOSPC', 'once'],
  ['EIO', 'from then on'],
])('a disk that fails with %s %s leaves the old tree or what the next run finishes', (code, duration) => {
  const outcomes: string[] = [];
  for (let failAt = 0; ; failAt += 1) {
    const root = copyOfOld(`${code}-${failAt}`);
    const error = commitOnFailingDisk(root, code, (index) =>
      duration === 'once' ? index === failAt : index >= failAt,
    );
    outcomes.push(outcomeOf(root, error));
    commit(root, 'after');
    expect(readTree(root)).toEqual(newTree);
    expect(existsSync(join(root, '.plinth'))).toBe(false);
    if (error === 'no call failed') break;
  }
  expect(outcomes.join(' ')).toMatch(/^(old )+(pending )+(new ?)+$/);
});

test('fails when the disk does, and says where, what and what to do', () => {
  const root = copyOfOld('message');
  const error = commitOnFailingDisk(root, 'ENOSPC', (index) => index === 7);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).problems).toEqual([
    {
      code: 'output-io',
      where: join(root, '.plinth/stage/0'),
      found: 'no space left (ENOSPC)',
      allowed: 'a folder of your own on a disk with space',
      fix: 'free some space and run again',
    },
  ]);
});

test('fails before anything changes when a folder may not be written to', () => {
  const root = copyOfOld('read-only');
  const path = join(root, 'east/squad');
  const calls: string[] = [];
  const stop = watchDisk((call) => calls.push(`${call.name} ${call.path}`));
  // By hand, because for root no folder is read-only.
  const access = jest.spyOn(fs, 'accessSync').mockImplementation((asked) => {
    if (asked === path) throw systemError('EACCES', path);
  });
  try {
    expect(() => commit(root, 'after')).toThrow(`${path}: found no permission (EACCES)`);
  } finally {
    access.mockRestore();
    stop();
  }
  expect(calls).not.toContainEqual(expect.stringContaining('.plinth/journal'));
  expect(readTree(root)).toEqual(oldTree);
});

function outcomeOf(root: string, error: unknown): string {
  const tree = JSON.stringify(readTree(root));
  if (inspectOutput(root).pending) return 'pending';
  if (tree === JSON.stringify(newTree)) return 'new';
  expect(tree).toBe(JSON.stringify(oldTree));
  // Whoever is told nothing believes that it worked.
  expect(error).toBeInstanceOf(UserError);
  return 'old';
}

/** What the run throws; `no call failed` when it came to its end before. */
function commitOnFailingDisk(root: string, code: string, fails: (index: number) => boolean): unknown {
  let hasFailed = false;
  const stop = watchDisk((call, index) => {
    if (!fails(index)) return;
    hasFailed = true;
    throw systemError(code, call.path);
  });
  try {
    commit(root, 'after');
    return hasFailed ? 'nothing' : 'no call failed';
  } catch (error) {
    return error;
  } finally {
    stop();
    // A claim that could not be removed is void when its process ends; this one goes on.
    rmSync(join(root, '.plinth/lock'), { recursive: true, force: true });
  }
}

function copyOfOld(name: string): string {
  cpSync(join(sandbox, 'old'), join(sandbox, name), { recursive: true });
  return join(sandbox, name);
}

function commitCopy(name: string): string {
  commit(copyOfOld(name), 'after');
  return join(sandbox, name);
}
