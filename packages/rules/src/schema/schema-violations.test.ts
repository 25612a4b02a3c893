import { type Loose, valid, validObjects } from '../../fixtures/fixtures';
import { schemaViolations } from './schema-violations';

const container = (object: Loose) => object.spec.template.spec.containers[0];
const inContainer = 'spec.template.spec.containers[0]';

test.each(validObjects.map((object) => [object.kind, object.metadata.name, object]))(
  'takes the %s %s',
  (_kind, _name, object) => {
    expect(schemaViolations(object)).toEqual([]);
  },
);

test('counts a key without a value as absent', () => {
  const object = valid('Deployment', (it) => {
    it.spec.replicas = undefined;
    it.spec.anything = undefined;
  });
  expect(schemaViolations(object)).toEqual([]);
});

type Bad = [title: string, kind: string, change: (it: Loose) => void, path: string, words: string];

const bad: Bad[] = [
  [
    'an unknown field',
    'Deployment',
    (it) => Object.assign(it.spec, { replicaz: 3 }),
    'spec.replicaz',
    'did you mean "replicas"?',
  ],
  [
    'an unknown field deep down',
    'Deployment',
    (it) => Object.assign(container(it), { imagePullPolcy: 'Always' }),
    `${inContainer}.imagePullPolcy`,
    'did you mean "imagePullPolicy"?',
  ],
  [
    'an unknown field of a custom resource',
    'Application',
    (it) => Object.assign(it.spec, { sorce: {} }),
    'spec.sorce',
    'did you mean "source"?',
  ],
  [
    'an unknown field beside the spec',
    'Service',
    (it) => Object.assign(it, { specs: {} }),
    'specs',
    'did you mean "spec"?',
  ],
  ['a status', 'Deployment', (it) => Object.assign(it, { status: {} }), 'status', 'the cluster writes it'],
  [
    '__proto__',
    'Deployment',
    (it) => Object.defineProperty(it.spec, '__proto__', { value: {}, enumerable: true }),
    'spec.__proto__',
    'an unknown field',
  ],
  [
    'constructor',
    'Deployment',
    (it) => Object.assign(it.spec, { constructor: {} }),
    'spec.constructor',
    'an unknown field',
  ],
  [
    'toString',
    'Deployment',
    (it) => Object.assign(it.spec, { toString: 1 }),
    'spec.toString',
    'an unknown field',
  ],
  [
    'a value out of an enumeration',
    'Deployment',
    (it) => Object.assign(container(it), { imagePullPolicy: 'always' }),
    `${inContainer}.imagePullPolicy`,
    '"Always", "IfNotPresent" or "Never"',
  ],
  [
    'an enumeration in a list',
    'NetworkPolicy',
    (it) => it.spec.policyTypes.push('Both'),
    'spec.policyTypes[2]',
    '"Egress" or "Ingress"',
  ],
  [
    'a number for a string',
    'Deployment',
    (it) => Object.assign(container(it).env[1], { value: 1.1 }),
    `${inContainer}.env[1].value`,
    'quote it: "1.1"',
  ],
  [
    'a string for a number',
    'Deployment',
    (it) => Object.assign(it.spec, { minReadySeconds: '10' }),
    'spec.minReadySeconds',
    'write it without quotes',
  ],
  [
    'a fraction for a whole number',
    'Deployment',
    (it) => Object.assign(it.spec, { replicas: 1.5 }),
    'spec.replicas',
    'a whole number',
  ],
  [
    'a number of more than 32 bits',
    'Deployment',
    (it) => Object.assign(it.spec, { replicas: 2 ** 31 }),
    'spec.replicas',
    '32 bits',
  ],
  [
    'a number that lost digits',
    'Deployment',
    (it) => Object.assign(it.spec.template.spec, { activeDeadlineSeconds: 2 ** 60 }),
    'spec.template.spec.activeDeadlineSeconds',
    '2^53',
  ],
  [
    'NaN',
    'Deployment',
    (it) => Object.assign(container(it).resources.requests, { cpu: Number.NaN }),
    `${inContainer}.resources.requests.cpu`,
    'a number or a string',
  ],
  [
    'null',
    'Deployment',
    (it) => Object.assign(it.spec, { strategy: null }),
    'spec.strategy',
    'leave the field out',
  ],
  [
    'a list for an object',
    'Deployment',
    (it) => Object.assign(it.spec, { strategy: [] }),
    'spec.strategy',
    'an object',
  ],
  [
    'an object for a list',
    'Deployment',
    (it) => Object.assign(it.spec.template.spec, { volumes: {} }),
    'spec.template.spec.volumes',
    'a list',
  ],
  [
    'a quantity with a comma',
    'Deployment',
    (it) => Object.assign(container(it).resources.limits, { cpu: '1,5' }),
    `${inContainer}.resources.limits.cpu`,
    'a quantity',
  ],
  [
    'a quantity with two units',
    'Deployment',
    (it) => Object.assign(container(it).resources.limits, { 'ephemeral-storage': '1e3Ki' }),
    `${inContainer}.resources.limits.ephemeral-storage`,
    'a quantity',
  ],
  [
    'a quantity in megabytes',
    'LimitRange',
    (it) => Object.assign(it.spec.limits[0].max, { memory: '128MB' }),
    'spec.limits[0].max.memory',
    'a quantity',
  ],
  [
    'neither number nor text',
    'PodDisruptionBudget',
    (it) => Object.assign(it.spec, { maxUnavailable: true }),
    'spec.maxUnavailable',
    'a whole number or a string',
  ],
  ['a missing field', 'Deployment', (it) => delete it.spec.selector, 'spec.selector', 'a required field'],
  ['a missing spec', 'Deployment', (it) => delete it.spec, 'spec', 'a required field'],
  [
    'a missing field of a custom resource',
    'Certificate',
    (it) => delete it.spec.issuerRef,
    'spec.issuerRef',
    'a required field',
  ],
  [
    'an environment variable twice',
    'Deployment',
    (it) => container(it).env.push({ name: 'MODE', value: 'slow' }),
    `${inContainer}.env[2]`,
    'the same name as entry [1]',
  ],
  [
    'a container twice',
    'Deployment',
    (it) => it.spec.template.spec.containers.push(structuredClone(container(it))),
    'spec.template.spec.containers[1]',
    'the same name',
  ],
  [
    'a port twice, once with the default protocol',
    'Service',
    (it) => it.spec.ports.push({ name: 'again', port: 443 }),
    'spec.ports[2]',
    'the same port and protocol as entry [0]',
  ],
  [
    'a value of a set twice',
    'ValidatingAdmissionPolicyBinding',
    (it) => it.spec.validationActions.push('Deny'),
    'spec.validationActions[2]',
    'each value once',
  ],
  [
    'bytes that are no base64',
    'ConfigMap',
    (it) => Object.assign(it.binaryData, { logo: '%%' }),
    'binaryData.logo',
    'base64',
  ],
  [
    'a time that is none',
    'ConfigMap',
    (it) => Object.assign(it.metadata, { creationTimestamp: 'today' }),
    'metadata.creationTimestamp',
    'a time such as',
  ],
  [
    'a text of the wrong form',
    'HTTPRoute',
    (it) => Object.assign(it.spec, { hostnames: ['*'] }),
    'spec.hostnames[0]',
    'text that matches',
  ],
  [
    'a text that is too long',
    'HTTPRoute',
    (it) => Object.assign(it.spec, { hostnames: ['a'.repeat(254)] }),
    'spec.hostnames[0]',
    '254 characters',
  ],
  [
    'a text that is too short',
    'HTTPRoute',
    (it) => Object.assign(it.spec.parentRefs[0], { name: '' }),
    'spec.parentRefs[0].name',
    '1 to 253 characters',
  ],
  [
    'a number that is too large',
    'HTTPRoute',
    (it) => Object.assign(it.spec.rules[0].backendRefs[0], { port: 65536 }),
    'spec.rules[0].backendRefs[0].port',
    '1 to 65535',
  ],
  [
    'a number that is too small',
    'HTTPRoute',
    (it) => Object.assign(it.spec.rules[0].backendRefs[0], { port: 0 }),
    'spec.rules[0].backendRefs[0].port',
    'write at least 1',
  ],
  [
    'too many entries',
    'HTTPRoute',
    (it) => Object.assign(it.spec, { hostnames: Array.from({ length: 17 }, (_, i) => `h${i}.example.com`) }),
    'spec.hostnames',
    '17 entries',
  ],
  [
    'too few entries',
    'Gateway',
    (it) => Object.assign(it.spec, { listeners: [] }),
    'spec.listeners',
    'add an entry',
  ],
  [
    'too few fields',
    'Bundle',
    (it) => Object.assign(it.spec.target.configMap, { metadata: {} }),
    'spec.target.configMap.metadata',
    'fields: at least 1',
  ],
  [
    'an address of the default type that is none',
    'Gateway',
    (it) => Object.assign(it.spec, { addresses: [{ value: 'x' }] }),
    'spec.addresses[0].value',
    'an IPv4 address',
  ],
];

test.each(bad)('fails when there is %s', (_title, kind, change, path, words) => {
  const violations = schemaViolations(valid(kind, change));
  expect(violations.map((each) => each.path)).toEqual([path]);
  expect(Object.values(violations[0] ?? {}).join('; ')).toContain(words);
});

test('takes a Gateway address of the default type', () => {
  expect(
    schemaViolations(
      valid('Gateway', (it) => Object.assign(it.spec, { addresses: [{ value: '10.0.0.1' }] })),
    ),
  ).toEqual([]);
});

test('takes any key where a map is free, whatever it is called', () => {
  const data = JSON.parse('{"__proto__": "a", "constructor": "b"}');
  expect(schemaViolations(valid('ConfigMap', (it) => Object.assign(it, { data })))).toEqual([]);
  expect(schemaViolations({ ...valid('ConfigMap'), data: JSON.parse('{"__proto__": 1}') })[0]?.path).toBe(
    'data.__proto__',
  );
});

test('fails when the kind is unknown, and names the nearest', () => {
  const [violation] = schemaViolations({ apiVersion: 'apps/v1', kind: 'Deploymnt' });
  expect(violation).toMatchObject({ path: 'kind', found: '"Deploymnt"', fix: 'did you mean "Deployment"?' });
  expect(violation?.allowed).toContain('CronJob, ');
});

test('fails when the kind has another API version', () => {
  expect(
    schemaViolations(valid('Deployment', (it) => Object.assign(it, { apiVersion: 'apps/v1beta1' }))),
  ).toEqual([
    {
      path: 'apiVersion',
      found: '"apps/v1beta1"',
      allowed: '"apps/v1" for a Deployment',
      fix: 'write "apps/v1"',
    },
  ]);
});

test.each([[undefined], [null], [7], [{}], ['__proto__'], ['constructor']])(
  'fails when the kind is %p',
  (kind) => {
    expect(schemaViolations({ apiVersion: 'v1', kind })).toMatchObject([{ path: 'kind' }]);
  },
);

test('never shows what a Secret holds', () => {
  const object = valid('Secret', (it) => {
    it.data.password = 'hunter2!';
    it.stringData = { pin: 4711, key: ['hunter2'] };
  });
  const violations = schemaViolations(object);
  expect(violations.map((each) => each.path)).toEqual(['data.password', 'stringData.pin', 'stringData.key']);
  expect(JSON.stringify(violations)).not.toMatch(/hunter2|4711/);
});

test('reports everything at once', () => {
  const object = valid('Deployment', (it) => {
    it.spec.replicas = 'three';
    it.spec.paused = 'no';
    container(it).image = 7;
  });
  expect(
    schemaViolations(object)
      .map((each) => each.path)
      .sort(),
  ).toEqual(['spec.paused', 'spec.replicas', `${inContainer}.image`]);
});

test('reads an object of 100,000 entries and a text of a megabyte', () => {
  const data = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key-${index}`, 'x']));
  expect(schemaViolations(valid('ConfigMap', (it) => Object.assign(it, { data })))).toEqual([]);
  const hostnames = [`${'a-'.repeat(500_000)}!`];
  expect(schemaViolations(valid('HTTPRoute', (it) => Object.assign(it.spec, { hostnames })))).toHaveLength(1);
});
