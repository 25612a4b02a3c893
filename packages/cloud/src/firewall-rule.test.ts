import { Cidr } from '@plinth/units';
import { type FirewallRule, firewallRules, type NetworkEgress } from './firewall-rule';

const RANGES = {
  nodes: '10.16.0.0/20',
  pods: '10.17.0.0/16',
  services: '10.18.0.0/20',
  controlPlane: '10.16.32.0/28',
  proxies: '10.16.16.0/23',
  endpoints: '10.19.0.0/24',
};

function rules(
  egress: Record<string, NetworkEgress> = {},
  webhookPorts: readonly number[] = [],
): FirewallRule[] {
  return firewallRules(RANGES, egress, webhookPorts);
}

/** `to 10.0.0.0/8: tcp 443`. */
function said(rule: FirewallRule): string {
  const protocols = rule.protocols
    .map(({ protocol, ports }) => [protocol, ...(ports ?? [])].join(' '))
    .join(', ');
  return `${rule.action} ${rule.direction === 'INGRESS' ? 'from' : 'to'} ${rule.ranges.join(' ')}: ${protocols}`;
}

test('nothing leaves or enters but what the cluster itself needs', () => {
  expect(rules().map(said)).toEqual([
    'deny to 0.0.0.0/0: all',
    'deny from 0.0.0.0/0: all',
    'allow to 10.16.0.0/20 10.17.0.0/16: tcp, udp, icmp',
    'allow to 10.16.32.0/28: tcp 443 8132',
    'allow to 199.36.153.8/30: tcp 443',
    'allow from 10.16.16.0/23 35.191.0.0/16 130.211.0.0/22: tcp 1025-65535',
  ]);
});

test('what is declared may be reached, on its ports alone', () => {
  const egress = { 'mail-relay': { cidrs: ['10.19.8.25/32', '10.19.8.26/32'], ports: [587, 465] } };

  expect(
    rules(egress)
      .filter(({ suffix }) => suffix === 'to-mail-relay')
      .map(said),
  ).toEqual(['allow to 10.19.8.25/32 10.19.8.26/32: tcp 587 465']);
});

test('the internet is reached only where it is called so', () => {
  const everywhere = rules({ peers: { cidrs: 'internet', ports: [37373] } }).filter(
    ({ action, direction, ranges }) =>
      action === 'allow' && direction === 'EGRESS' && ranges.includes('0.0.0.0/0'),
  );

  expect(everywhere.map(said)).toEqual(['allow to 0.0.0.0/0: tcp 37373']);
});

test('the control plane calls webhooks on their ports', () => {
  expect(rules({}, [6443, 4443]).map(said)).toContain('allow from 10.16.32.0/28: tcp 6443 4443');
});

test('nobody outside may come in, and every allowed entrance names its ports', () => {
  const entrances = rules({}, [6443]).filter(
    ({ action, direction }) => action === 'allow' && direction === 'INGRESS',
  );

  expect(entrances).toHaveLength(2);
  for (const { ranges, protocols } of entrances) {
    expect(ranges.filter((range) => Cidr.parse(range).mask < 16)).toEqual([]);
    expect(protocols.filter(({ ports }) => ports === undefined)).toEqual([]);
  }
});
