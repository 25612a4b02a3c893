import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { Cidr } from './cidr';
import { expectProblem } from './problem.fixture';

test.each([
  '0.0.0.0/0',
  '10.0.0.0/8',
  '130.211.0.0/22',
  '10.40.0.5/32',
  '2001:db8::/32',
  '2600:2d00:1:b029::/64',
  'fd00::1/128',
  '::1/128',
  '1:0:0:2::/64',
])('%s is a range', (range) => {
  expect(Cidr.parse(range).text).toBe(range);
});

const RANGE = 'an address range';
test.each([
  { range: '10.0.0.1', found: '10.0.0.1', allowed: RANGE, fix: 'write "10.0.0.1/32"' },
  { range: 'fd00::1', found: 'fd00::1', allowed: RANGE, fix: 'write "fd00::1/128"' },
  {
    range: '10.0.0.1/8',
    found: '10.0.0.1/8',
    allowed: 'without bits behind the mask',
    fix: 'write "10.0.0.0/8"',
  },
  { range: '10.0.0.0/33', found: '/33', allowed: RANGE, fix: '/8 to /32' },
  { range: '10.0.0.0/08', found: '/08', allowed: RANGE, fix: '/8 to /32' },
  { range: 'fd00::/129', found: '/129', allowed: RANGE, fix: '/8 to /128' },
  { range: '2001:DB8::/32', found: 'DB8', allowed: RANGE, fix: 'write "2001:db8::/32"' },
  { range: '2001:db8:0:0::/32', found: ':0:0', allowed: RANGE, fix: 'write "2001:db8::/32"' },
  { range: '::ffff:10.0.0.0/104', found: '::ffff', allowed: RANGE, fix: 'for example' },
  { range: '010.0.0.0/8', found: '010', allowed: RANGE, fix: 'for example' },
  { range: '10.0.0.0/8 ', found: '/8 "', allowed: RANGE, fix: 'for example' },
  { range: 'internal', found: '"internal"', allowed: RANGE, fix: 'for example' },
  { range: 10, found: '10', allowed: RANGE, fix: 'for example' },
])('fails when a range is $range', ({ range, ...expected }) => {
  expectProblem(() => Cidr.parse(range), { code: 'unit-cidr', ...expected });
});

test('every address with a full mask is a range in its canonical form', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      fc.pre(isIPv6(address) && !address.includes('.'));
      const suggested = new URL(`http://[${address}]`).hostname.slice(1, -1);
      expect(Cidr.parse(`${suggested}/128`).text).toBe(`${suggested}/128`);
    }),
  );
});

test.each([
  ['10.0.0.0/8', '10.20.0.0/16', true],
  ['10.20.0.0/16', '10.20.255.255/32', true],
  ['10.20.0.0/16', '10.21.0.0/16', false],
  ['0.0.0.0/0', '192.0.2.0/24', true],
  ['10.0.0.0/8', '::/0', false],
  ['2001:db8::/32', '2001:db8:1::/48', true],
])('%s overlaps %s: %s', (one, other, expected) => {
  const [a, b] = [Cidr.parse(one), Cidr.parse(other)];
  expect([a.overlaps(b), b.overlaps(a)]).toEqual([expected, expected]);
});

test('counts its addresses', () => {
  expect(Cidr.parse('10.20.0.0/20').size).toBe(4096);
});
