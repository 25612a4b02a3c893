import { internetEgressRule } from './internet-egress-rule';
import type { Json } from './json';
import { RuleRun } from './rule-run';

const pathsIn = (...egress: readonly Json[]) => {
  const run = new RuleRun([internetEgressRule]);
  const metadata = { name: 'node', namespace: 'chain' };
  const object = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { egress } };
  run.add({ object, file: 'chain/node.yaml' });
  return run.finish().map(({ path }) => path);
};

const to = (cidr: string): Json => ({ to: [{ ipBlock: { cidr } }] });

test.each(['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '8.0.0.0/7', '::/0'])(
  'fails when egress goes to %s',
  (cidr) => {
    expect(pathsIn(to('10.0.0.0/8'), to(cidr))).toEqual(['spec.egress[1].to[0].ipBlock.cidr']);
  },
);

test('fails when a rule names nobody: that allows everybody', () => {
  expect(pathsIn({ ports: [{ port: 443 }] })).toEqual(['spec.egress[0]']);
  expect(pathsIn({ to: [] })).toEqual(['spec.egress[0]']);
});

test('pods and networks are somebody', () => {
  expect(pathsIn(to('10.0.0.0/8'), to('192.0.2.7/32'), { to: [{ podSelector: {} }] })).toEqual([]);
});
