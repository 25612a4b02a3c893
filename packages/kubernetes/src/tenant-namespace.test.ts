import { App, Chart } from 'cdk8s';
import { only, rendered, testChart } from './chart.fixture';
import { NAMESPACE_ROLES, PriorityClass, TenantNamespace, type TenantNamespaceProps } from './index';

const PROPS: TenantNamespaceProps = {
  name: 'exchange',
  owner: { squad: 'exchange', contact: 'exchange-oncall@example.com' },
  podSecurityVersion: 'v1.35',
  quota: { cpu: 40, cpuLimit: 80, memory: '96Gi', pods: 200 },
  access: [
    { role: 'viewer', group: 'gke-exchange@example.com' },
    { role: 'viewer', group: 'gke-audit@example.com' },
    { role: 'responder', group: 'gke-exchange@example.com' },
  ],
};

test('a namespace accepts restricted pods only, judged by one version', () => {
  const namespace = new TenantNamespace(testChart(), 'tenant', PROPS).nodes.namespace.toJson();
  expect(namespace.metadata).not.toHaveProperty('namespace');
  expect(namespace.metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/enforce-version': 'v1.35',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'latest',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'latest',
    owner: 'exchange',
  });
});

test('its objects are inside it, whatever chart they are in', () => {
  const tenant = new TenantNamespace(new Chart(new App(), 'platform'), 'tenant', PROPS);
  for (const object of rendered(tenant).filter(({ kind }) => kind !== 'Namespace')) {
    expect(object.metadata).toMatchObject({ namespace: 'exchange' });
  }
});

test('everything is closed by default', () => {
  const { nodes } = new TenantNamespace(testChart(), 'tenant', PROPS);
  expect(nodes.defaultDeny.toJson()).toMatchObject({
    metadata: { name: 'default-deny' },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
  expect(nodes.defaultServiceAccount.toJson()).toMatchObject({
    metadata: { name: 'default' },
    automountServiceAccountToken: false,
  });
});

test('the quota counts what is dear and allows no way round the gateway', () => {
  expect(only(new TenantNamespace(testChart(), 'tenant', PROPS), 'ResourceQuota').spec).toEqual({
    hard: {
      'requests.cpu': '40',
      'requests.memory': '96Gi',
      'limits.cpu': '80',
      'limits.memory': '96Gi',
      pods: '200',
      persistentvolumeclaims: '20',
      'services.loadbalancers': '0',
      'services.nodeports': '0',
    },
  });
});

test('a container that says nothing gets little', () => {
  expect(only(new TenantNamespace(testChart(), 'tenant', PROPS), 'LimitRange').spec).toEqual({
    limits: [
      {
        type: 'Container',
        min: { cpu: '10m', memory: '16Mi' },
        defaultRequest: { cpu: '100m', memory: '128Mi' },
        default: { cpu: '200m', memory: '128Mi' },
        max: { cpu: '8', memory: '16Gi' },
      },
    ],
  });
});

test('groups get roles, each role bound once', () => {
  const { nodes } = new TenantNamespace(testChart(), 'tenant', PROPS);
  expect(nodes.roleBindings.map((binding) => binding.toJson())).toMatchObject([
    {
      roleRef: { name: 'viewer' },
      subjects: [{ name: 'gke-audit@example.com' }, { name: 'gke-exchange@example.com' }],
    },
    { roleRef: { name: 'responder' }, subjects: [{ kind: 'Group', name: 'gke-exchange@example.com' }] },
  ]);
  expect(nodes.roles.map((role) => role.name)).toEqual(['viewer', 'responder']);
});

test('no role reads secrets, enters containers, makes pods or has wildcards', () => {
  for (const { apiGroups = [], resources = [], verbs } of Object.values(NAMESPACE_ROLES).flat()) {
    const words = [...apiGroups, ...resources, ...verbs];
    for (const word of [
      '*',
      'secrets',
      'pods/exec',
      'pods/attach',
      'pods/portforward',
      'pods/ephemeralcontainers',
      'serviceaccounts/token',
      'bind',
      'escalate',
      'impersonate',
    ]) {
      expect(words).not.toContain(word);
    }
    if (verbs.some((verb) => verb === 'create')) expect(resources).toEqual(['pods/eviction']);
  }
});

test('a priority class ranks for the whole cluster and is nobody’s default', () => {
  const props = {
    name: 'batch',
    owner: PROPS.owner,
    value: 100,
    description: 'what may wait for tomorrow',
    preemption: 'Never' as const,
  };
  const { nodes } = new PriorityClass(testChart(), 'batch', props);
  expect(nodes.priorityClass.toJson()).toMatchObject({
    value: 100,
    globalDefault: false,
    preemptionPolicy: 'Never',
    description: 'what may wait for tomorrow',
  });
  expect(nodes.priorityClass.toJson().metadata).not.toHaveProperty('namespace');
  expect(() => new PriorityClass(testChart(), 'batch', { ...props, value: 2e9 })).toThrow('1 to 1000000000');
});
