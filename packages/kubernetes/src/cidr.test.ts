import { Cidr } from '@plinth/units';
import { readCidr } from './cidr';
import { CidrPeer, InternetPeer } from './peer';
import { expectProblem } from './problem.fixture';

test("the largest range that is anybody's is a range", () => {
  expect(readCidr('10.0.0.0/8').text).toBe('10.0.0.0/8');
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
    expectProblem(() => readCidr(range), expected);
    expectProblem(() => readCidr(Cidr.parse(range)), expected);
  },
);

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
