import { checkObjects } from '../../fixtures/check-objects';
import { type Loose, valid, validObjects } from '../../fixtures/fixtures';
import { limitsRule } from './limits-rule';

function findings(kind: string, change: (object: Loose) => void) {
  return checkObjects([{ object: valid(kind, change), file: 'a.yaml' }], [limitsRule]);
}

const app = (it: Loose) => it.spec.template.spec.containers[0];

test('finds nothing in valid objects', () => {
  const all = validObjects.map((object) => ({ object, file: 'a.yaml' }));
  expect(checkObjects(all, [limitsRule])).toEqual([]);
});

const taken: [string, string, (it: Loose) => unknown][] = [
  ['a port name of 15 characters', 'Deployment', (it) => (app(it).ports[0].name = 'a'.repeat(15))],
  ['a container port 65535', 'Deployment', (it) => (app(it).ports[0].containerPort = 65535)],
  ['a container name of 63 characters', 'Deployment', (it) => (app(it).name = 'a'.repeat(63))],
  ['a service port name of 63 characters', 'Service', (it) => (it.spec.ports[0].name = 'a'.repeat(63))],
  ['a service that leads to its own port', 'Service', (it) => (it.spec.ports[0].targetPort = 0)],
  ['a key that begins with a dot', 'ConfigMap', (it) => (it.data = { '.npmrc': '' })],
  [
    '1 MiB of data',
    'ConfigMap',
    (it) => Object.assign(it, { data: { a: 'é'.repeat(512 * 1024 - 3) }, binaryData: { b: 'AAAAAAAA' } }),
  ],
  ['the highest priority of users', 'PriorityClass', (it) => (it.value = 1e9)],
  ['a selector of nothing', 'PodDisruptionBudget', (it) => (it.spec.selector = {})],
];

test.each(taken)('takes %s', (_title, kind, change) => {
  expect(findings(kind, change)).toEqual([]);
});

const refused: [string, string, (it: Loose) => unknown, string, string][] = [
  [
    'a port name has 16 characters',
    'Deployment',
    (it) => (app(it).ports[0].name = 'a'.repeat(16)),
    'spec.template.spec.containers[0].ports[0].name',
    '16 characters',
  ],
  [
    'a port name has no letter',
    'Deployment',
    (it) => (app(it).ports[0].name = '8443'),
    'spec.template.spec.containers[0].ports[0].name',
    '"8443"',
  ],
  [
    'a port name has two hyphens together',
    'Deployment',
    (it) => (app(it).ports[0].name = 'a--b'),
    'spec.template.spec.containers[0].ports[0].name',
    '"a--b"',
  ],
  [
    'a container port is 65536',
    'Deployment',
    (it) => (app(it).ports[0].containerPort = 65536),
    'spec.template.spec.containers[0].ports[0].containerPort',
    '65536',
  ],
  [
    'a container of a scheduled job has a capital in its name',
    'CronJob',
    (it) => (it.spec.jobTemplate.spec.template.spec.containers[0].name = 'App'),
    'spec.jobTemplate.spec.template.spec.containers[0].name',
    '"App"',
  ],
  [
    'an init container has a name of 64 characters',
    'Deployment',
    (it) => (it.spec.template.spec.initContainers[0].name = 'a'.repeat(64)),
    'spec.template.spec.initContainers[0].name',
    '64 characters',
  ],
  [
    'a volume has a dot in its name',
    'Deployment',
    (it) => (it.spec.template.spec.volumes[0].name = 'a.b'),
    'spec.template.spec.volumes[0].name',
    '"a.b"',
  ],
  ['a service port is 0', 'Service', (it) => (it.spec.ports[0].port = 0), 'spec.ports[0].port', '0'],
  [
    'a service leads to a port whose name is too long',
    'Service',
    (it) => (it.spec.ports[0].targetPort = 'a'.repeat(16)),
    'spec.ports[0].targetPort',
    '16 characters',
  ],
  [
    'a service leads to port -1',
    'Service',
    (it) => (it.spec.ports[0].targetPort = -1),
    'spec.ports[0].targetPort',
    '-1',
  ],
  ...['ingress', 'egress'].map((direction): (typeof refused)[number] => [
    `a policy of ${direction} names a port too long`,
    'NetworkPolicy',
    (it) => (it.spec[direction] = [{ ports: [{ port: 'a'.repeat(16) }] }]),
    `spec.${direction}[0].ports[0].port`,
    '16 characters',
  ]),
  [
    'a selector asks for a value that no label can have',
    'PodDisruptionBudget',
    (it) => (it.spec.selector.matchLabels = { app: 'a'.repeat(64) }),
    'spec.selector.matchLabels.app',
    '64 characters',
  ],
  [
    'the selector of a service has a bad key',
    'Service',
    (it) => (it.spec.selector = { 'a/b/c': 'x' }),
    'spec.selector["a/b/c"]',
    '2 slashes',
  ],
  [
    'a key of a ConfigMap has a slash',
    'ConfigMap',
    (it) => (it.data = { 'a/b': '' }),
    'data["a/b"]',
    '"a/b"',
  ],
  ['a key of a Secret leads upwards', 'Secret', (it) => (it.data = { '..a': '' }), 'data["..a"]', '"..a"'],
  [
    'a ConfigMap has more than 1 MiB of data',
    'ConfigMap',
    (it) => Object.assign(it, { data: { a: 'é'.repeat(512 * 1024 - 3) }, binaryData: { b: 'AAAAAAAAAA==' } }),
    'data',
    '1048577 bytes',
  ],
  ['a priority is of the system', 'PriorityClass', (it) => (it.value = 1e9 + 1), 'value', '1000000001'],
];

test.each(refused)('fails when %s', (_title, kind, change, path, found) => {
  expect(findings(kind, change)).toMatchObject([
    { rule: 'limits', path, found: expect.stringContaining(found) },
  ]);
});
