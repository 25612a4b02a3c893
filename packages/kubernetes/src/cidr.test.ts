import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { Cidr } from './cidr';
import { CidrPeer, InternetPeer } from './peer';
import { expectProblem } from './problem.fixture';

test.each([
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
  expectProblem(() => Cidr.parse(range), { code: 'cidr', ...expected });
});

test.each(['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '8.0.0.0/7', '2000::/3'])(
  'fails when a range is the internet: %s',
  (range) => {
    const expected = {
      code: 'cidr-internet',
      found: range,
      allowed: 'at least /8',
      fix: 'InternetPeer.of',
    };
    expectProblem(() => Cidr.parse(range), expected);
  },
);

test('every address with a full mask is a range in its canonical form', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      fc.pre(isIPv6(address) && !address.includes('.'));
      const suggested = new URL(`http://[${address}]`).hostname.slice(1, -1);
      expect(Cidr.parse(`${suggested}/128`).text).toBe(`${suggested}/128`);
    }),
  );
});

test('fails when a peer has no range, which would mean everybody', () => {
  const expected = { code: 'cidr-none', found: 'empty', allowed: 'at least one', fix: 'name the range' };
  expectProblem(() => CidrPeer.of({ cidrs: [] }), expected);
});

test('the internet excludes what is private, and needs a reason', () => {
  const reason = 'peers of the network are not known in advance';
  const [peer] = InternetPeer.of({ ports: [37373], reason }).toNetworkPolicyPeers();
  expect(peer.ipBlock?.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16']));
  const expected = { code: 'reason', found: '""', allowed: '10 to 500', fix: 'why it is needed' };
  expectProblem(() => InternetPeer.of({ ports: [37373], reason: '' }), expected);
});
