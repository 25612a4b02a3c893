import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { claimOfThisProcess, formatClaim, isAlive, tryParseClaim } from './process-claim';

test('a claim is read back from its name', () => {
  const claim = { host: 'build.example.com', pid: 12, started: '345', serial: 6 };
  expect(formatClaim(claim)).toBe('build.example.com.12.345.6');
  expect(tryParseClaim(formatClaim(claim))).toEqual(claim);
});

test.each(['', 'lock', 'host.1.2', 'host.x.2.3'])('%j is no claim', (name) => {
  expect(tryParseClaim(name)).toBeUndefined();
});

test('this process is alive', () => {
  expect(isAlive(claimOfThisProcess(0))).toBe(true);
});

test('a process that has ended is dead', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  expect(isAlive({ ...claimOfThisProcess(0), pid })).toBe(false);
});

test('a process that has ended is dead although nobody has taken note of it', async () => {
  // The shell becomes a program that does not ask for the end of its child, as the first process of a container may.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 30']);
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(output.toString());
  const claim = { ...claimOfThisProcess(0), pid, started: startOf(pid) };
  try {
    while (isRunning(pid)) await setImmediate();
    expect(isAlive(claim)).toBe(claim.started === '0');
  } finally {
    parent.kill();
  }
});

test('a process that took the number of a dead one does not keep its claim alive', () => {
  const claim = claimOfThisProcess(0);
  // Where the system does not tell when a process began, its number is all there is.
  const isToldApart = claim.started !== '0';
  expect(isAlive({ ...claim, started: '1' })).toBe(!isToldApart);
});

test('a process of another host is believed to be alive', () => {
  const claim = { ...claimOfThisProcess(0), host: `${encodeURIComponent(hostname())}-other`, started: '1' };
  expect(isAlive(claim)).toBe(true);
});

/** Where the system tells; elsewhere a process that nobody has taken note of counts as alive. */
function startOf(pid: number): string {
  return statOf(pid)?.split(' ')[21] ?? '0';
}

function isRunning(pid: number): boolean {
  const state = statOf(pid)?.split(' ')[2];
  return state !== undefined && state !== 'Z';
}

function statOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
}
