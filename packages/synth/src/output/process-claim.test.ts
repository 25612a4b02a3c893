import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
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
