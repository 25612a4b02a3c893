import { readName, readReference } from './name';
import { expectProblem } from './problem.fixture';

test.each(['a', 'ledger', 'bank-core-2', 'a'.repeat(63)])('%s is a name', (name) => {
  expect(readName(name)).toBe(name);
});

test.each([
  { name: '', found: '""', allowed: '1 to 63', fix: '"ledger"' },
  { name: ' ', found: '" "', allowed: 'a-z', fix: '"ledger"' },
  { name: 'Ledger', found: '"Ledger"', allowed: 'a-z', fix: '"ledger"' },
  { name: 'a'.repeat(64), found: 'aaa', allowed: '1 to 63', fix: 'shorten it by 1' },
  { name: '-ledger', found: '"-ledger"', allowed: 'from a letter', fix: '"ledger"' },
  { name: 'ledger-', found: '"ledger-"', allowed: 'to a letter or digit', fix: '"ledger"' },
  { name: 'ledger.', found: '"ledger."', allowed: 'a-z', fix: '"ledger"' },
  { name: 'bank_core', found: '"bank_core"', allowed: 'a-z', fix: '"bank-core"' },
  { name: '2fa', found: '"2fa"', allowed: 'from a letter', fix: '"fa"' },
  { name: 'lеdger', found: '\\u{435}', allowed: 'a-z', fix: '"l-dger"' },
  { name: 'ledger\u200b', found: '\\u{200b}', allowed: 'a-z', fix: '"ledger"' },
  { name: 'a..b', found: '"a..b"', allowed: 'a-z', fix: '"a-b"' },
  { name: '../x', found: '"../x"', allowed: 'a-z', fix: '"x"' },
  { name: '/etc', found: '"/etc"', allowed: 'a-z', fix: '"etc"' },
  { name: 'a\nb', found: '"a\\nb"', allowed: 'a-z', fix: '"a-b"' },
  { name: 'a\0', found: '\\u0000', allowed: 'a-z', fix: '"a"' },
  { name: '__proto__', found: '"__proto__"', allowed: 'a-z', fix: '"proto"' },
  { name: 'default', found: '"default"', allowed: 'not reserved', fix: 'another name' },
  { name: 'kube-system', found: '"kube-system"', allowed: 'kube-*', fix: 'another name' },
  { name: 'constructor', found: '"constructor"', allowed: 'not reserved', fix: 'another name' },
  { name: 'con', found: '"con"', allowed: 'not reserved', fix: 'another name' },
  { name: 1.1, found: '1.1', allowed: 'a-z', fix: '"ledger"' },
  { name: null, found: 'null', allowed: 'a-z', fix: '"ledger"' },
])('fails when a name is $found', ({ name, ...expected }) => {
  expectProblem(() => readName(name), { code: 'name', ...expected });
});

test('fails when a name leaves no room for the hash that Kubernetes adds', () => {
  const expected = { code: 'name', found: 'aaa', allowed: '1 to 52', fix: 'shorten it by 1' };
  expectProblem(() => readName('a'.repeat(53), 52), expected);
});

test.each(['premium-rwo', 'tier-1', 'a.b'])('%s refers to something that exists', (name) => {
  expect(readReference(name)).toBe(name);
});

test.each(['', 'Premium', 'a..b', 'a/b', 'a'.repeat(254)])('fails when a reference is %j', (name) => {
  const expected = { code: 'name', found: '"', allowed: 'a DNS name', fix: 'as kubectl shows it' };
  expectProblem(() => readReference(name), expected);
});
