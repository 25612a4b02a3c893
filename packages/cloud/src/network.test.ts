import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import { planCluster, resource } from './cluster.fixture/plan';

let plan: CloudPlan;
const inputsOf = (type: string, name: string) => resource(plan, type, name).inputs;
const firewalls = (): PlannedResource[] => plan.resources.filter(({ type }) => type.endsWith(':Firewall'));

// A program starts a process of its own and loads the whole of Google Cloud.
jest.setTimeout(120_000);

beforeAll(async () => {
  plan = await planCluster();
});

test('J05: the network is custom, and pods and Services have ranges of their own in it', () => {
  expect(inputsOf('Network', 'main')).toEqual({
    name: 'main',
    autoCreateSubnetworks: false,
    routingMode: 'REGIONAL',
  });
  expect(inputsOf('Subnetwork', 'main-nodes')).toMatchObject({
    ipCidrRange: '10.16.0.0/20',
    secondaryIpRanges: [
      { rangeName: 'pods', ipCidrRange: '10.17.0.0/16' },
      { rangeName: 'services', ipCidrRange: '10.18.0.0/20' },
    ],
  });
});

test.each(['main-nodes', 'main-endpoints'])('J06: who speaks to whom in %s is logged', (name) => {
  expect(inputsOf('Subnetwork', name).logConfig).toEqual({
    aggregationInterval: 'INTERVAL_30_SEC',
    flowSampling: 0.5,
    metadata: 'INCLUDE_ALL_METADATA',
  });
});

test('proxies have a subnet that Google keeps for them', () => {
  expect(inputsOf('Subnetwork', 'main-proxies')).toMatchObject({
    ipCidrRange: '10.16.16.0/23',
    purpose: 'REGIONAL_MANAGED_PROXY',
    role: 'ACTIVE',
  });
});

test('J07: nobody outside may come in', () => {
  const open = firewalls().filter(
    ({ inputs }) => inputs.allows !== undefined && inputs.direction === 'INGRESS',
  );

  expect(open.map(({ name, inputs }) => [name, inputs.sourceRanges])).toEqual([
    ['main-from-control-plane', ['10.16.32.0/28']],
    ['main-from-gateway', ['10.16.16.0/23', '35.191.0.0/16', '130.211.0.0/22']],
  ]);
});

test.each([
  ['main-deny-egress', { direction: 'EGRESS', destinationRanges: ['0.0.0.0/0'] }],
  ['main-deny-ingress', { direction: 'INGRESS', sourceRanges: ['0.0.0.0/0'] }],
])('J07: %s denies what nothing else allows, and logs it', (name, expected) => {
  expect(inputsOf('Firewall', name)).toMatchObject({
    ...expected,
    priority: 65_534,
    denies: [{ protocol: 'all' }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  });
});

test('J07: what is declared may be reached', () => {
  expect(inputsOf('Firewall', 'main-to-mail-relay')).toMatchObject({
    direction: 'EGRESS',
    priority: 1000,
    destinationRanges: ['10.19.8.25/32'],
    allows: [{ protocol: 'tcp', ports: ['587'] }],
  });
});

test.each(['main-nodes', 'main-endpoints'])('J08: %s reaches Google without a public address', (name) => {
  expect(inputsOf('Subnetwork', name).privateIpGoogleAccess).toBe(true);
});

test('J08: the internet is spoken to under fixed addresses', () => {
  expect(inputsOf('RouterNat', 'main-nat')).toMatchObject({
    natIpAllocateOption: 'MANUAL_ONLY',
    natIps: [1, 2].map((number) => `\${gcp:compute/address:Address.main-nat-${number}.selfLink}`),
    subnetworks: [
      { name: '${gcp:compute/subnetwork:Subnetwork.main-nodes.id}', sourceIpRangesToNats: ['ALL_IP_RANGES'] },
    ],
    logConfig: { enable: true, filter: 'ERRORS_ONLY' },
  });
  expect(plan.outputs.natAddresses).toEqual(
    [1, 2].map((number) => `\${gcp:compute/address:Address.main-nat-${number}.address}`),
  );
});

test('J37: what can have labels has them', () => {
  expect(inputsOf('Address', 'main-nat-1').labels).toEqual({ data: 'personal', owner: 'platform' });
});

test('every child belongs to the network and is named after it', () => {
  const [network] = plan.resources.filter(({ type }) => type === 'plinth:gcp:Network');
  const children = plan.resources.filter(({ parent }) => parent === network?.urn);

  expect(children).toHaveLength(17);
  expect(children.filter(({ name }) => name !== 'main' && !name.startsWith('main-'))).toEqual([]);
});

test('fails when ranges overlap, before anything is registered', async () => {
  await expect(planCluster('overlapping')).rejects.toThrow(
    'Network "main": ranges.pods: found 10.16.0.0/16; allowed: a range apart from ranges.nodes (10.16.0.0/20)',
  );
});
