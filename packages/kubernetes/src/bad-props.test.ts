import { UserError } from '@plinth/errors';
import { App, Chart } from 'cdk8s';
import {
  SECRET_FILES,
  scheduledJobProps,
  statefulNodeProps,
  testChart,
  WORKLOAD_IDENTITY,
  webServiceProps,
} from './chart.fixture';
import {
  ScheduledJob,
  StatefulNode,
  TenantNamespace,
  VaultDatabase,
  VaultKv,
  WebService,
  type WebServiceProps,
} from './index';
import { problemsIn } from './problem.fixture';

/** Props as a caller without types could write them. */
type Loose = Readonly<Record<string, unknown>>;

const AUTOSCALING = { min: 3, max: 12, cpu: 70 };
const RESOURCES = { cpu: 0.2, cpuLimit: 1, memory: '256Mi' };
const EXPOSURE = {
  gateway: { namespace: 'gateway', name: 'public' },
  hostnames: ['api.example.com'],
  gatewayRanges: ['130.211.0.0/22'],
};

const [ACCOUNT, VALUE] = SECRET_FILES.files;
const secretFiles = (differs: Loose) => ({ secretFiles: { ...SECRET_FILES, ...differs } });
const vault = (differs: Loose) => secretFiles({ vault: { ...SECRET_FILES.vault, ...differs } });
const file = (differs: Loose) => secretFiles({ files: [{ ...VALUE, ...differs }] });

/** `prop`, what is found, what is allowed, what to do: the four parts of a message, for a web service. */
const WEB_SERVICE: readonly (readonly [Loose, string, string, string, string])[] = [
  [{ scaling: { replicas: 0 } }, 'scaling.replicas', '0', '1 to 1000', 'for example 3'],
  [{ scaling: { replicas: -1 } }, 'scaling.replicas', '-1', '1 to 1000', 'for example 3'],
  [{ scaling: { replicas: 1.5 } }, 'scaling.replicas', '1.5', 'a whole number', 'for example 3'],
  [{ scaling: { replicas: Number.NaN } }, 'scaling.replicas', 'NaN', 'a whole number', 'for example 3'],
  [{ scaling: { replicas: Number.POSITIVE_INFINITY } }, 'scaling.replicas', 'Infinity', '1 to 1000', '3'],
  [{ scaling: { replicas: 1e9 } }, 'scaling.replicas', '1000000000', '1 to 1000', 'for example 3'],
  [{ scaling: { replicas: '3' } }, 'scaling.replicas', '"3"', 'a whole number', 'for example 3'],
  [{ scaling: { ...AUTOSCALING, min: 13 } }, 'scaling.max', '12 for min 13', 'more than min', '14'],
  [{ scaling: { ...AUTOSCALING, min: 12 } }, 'scaling.max', '12 for min 12', 'more than', 'replicas: 12'],
  [
    { scaling: { ...AUTOSCALING, replicas: 3 } },
    'scaling.replicas',
    'beside min',
    'fixed',
    'delete replicas',
  ],
  [
    { scaling: { min: 3, max: 12, external: [] } },
    'scaling.cpu',
    'nothing',
    '1 to 100',
    'write for example 70',
  ],
  [{ scaling: { ...AUTOSCALING, cpu: '0%' } }, 'scaling.cpu', '"0%"', '1 to 100', '70'],
  [{ scaling: { ...AUTOSCALING, cpu: '101%' } }, 'scaling.cpu', '"101%"', '1 to 100', '70'],
  [{ scaling: { ...AUTOSCALING, cpu: '50' } }, 'scaling.cpu', '"50"', '1 to 100', '70'],
  [{ scaling: { ...AUTOSCALING, cpu: '50 %' } }, 'scaling.cpu', '"50 %"', '1 to 100', '70'],
  [
    { scaling: { ...AUTOSCALING, scaleDownWindow: '61m' } },
    'scaling.scaleDownWindow',
    '1h1m',
    '5m to 1h',
    '"1h"',
  ],
  [
    { scaling: { ...AUTOSCALING, scaleDownWindow: '60s' } },
    'scaling.scaleDownWindow',
    '1m',
    '5m to 1h',
    '"5m"',
  ],
  [{ resources: { ...RESOURCES, cpu: 0 } }, 'resources.cpu', '0', 'at least "1m"', 'for example'],
  [{ resources: { ...RESOURCES, cpu: '-1' } }, 'resources.cpu', '"-1"', 'millicores', 'for example'],
  [{ resources: { ...RESOURCES, cpu: '1000mm' } }, 'resources.cpu', '"1000mm"', 'millicores', 'for example'],
  [{ resources: { ...RESOURCES, cpu: '1,5' } }, 'resources.cpu', '"1,5"', 'millicores', 'for example'],
  [
    { resources: { ...RESOURCES, cpu: 0.0001 } },
    'resources.cpu',
    '0.0001',
    'without fractions',
    'for example',
  ],
  [
    { resources: { ...RESOURCES, cpuLimit: 0.1 } },
    'resources.cpuLimit',
    '100m, less',
    'at least cpu',
    '"400m"',
  ],
  [
    { resources: { ...RESOURCES, memory: '1024' } },
    'resources.memory',
    '"1024"',
    'with a unit',
    'add the unit',
  ],
  [{ resources: { ...RESOURCES, memory: '1e3Ki' } }, 'resources.memory', '"1e3Ki"', 'a unit', 'for example'],
  [{ resources: { ...RESOURCES, memory: 0.5 } }, 'resources.memory', '0.5', 'a unit', 'add the unit'],
  [{ resources: { ...RESOURCES, tmp: '1Gi' } }, 'resources.tmp', '1Gi, more', 'at most ephemeral', 'raise'],
  [{ rollout: { preStop: '90d' } }, 'rollout.preStop', '"90d"', 'hours, minutes', 'write "2160h"'],
  [{ rollout: { preStop: '1h30' } }, 'rollout.preStop', '"1h30"', 'hours, minutes', 'for example'],
  [{ rollout: { drain: '-1h' } }, 'rollout.drain', '"-1h"', 'hours, minutes', 'for example'],
  [{ rollout: { drain: '0s' } }, 'rollout.drain', '"0s"', 'hours, minutes', 'for example'],
  [{ rollout: { drain: 'PT1H' } }, 'rollout.drain', '"PT1H"', 'hours, minutes', 'for example'],
  [{ rollout: { preStop: '30s', grace: '30s' } }, 'rollout.grace', '30s for preStop', 'more than', '"1m1s"'],
  [{ rollout: { grace: '40s' } }, 'rollout.grace', '40s for preStop 10s', 'more than', '"41s"'],
  [{ rollout: { drain: '10m' } }, 'rollout.grace', '10m15s', 'at most 10m', 'shorten drain'],
  [{ rollout: { before: { retries: 11 } } }, 'rollout.before.retries', '11', '0 to 10', 'for example 2'],
  [{ health: { ready: '/a', live: '/a' } }, 'health.live', 'also ready', 'of its own', '"/livez"'],
  [{ health: { ready: 'a', live: '/b' } }, 'health.ready', '"a"', 'a path from "/"', '"/readyz"'],
  [{ health: { ready: '/a b', live: '/b' } }, 'health.ready', '"/a b"', 'without blanks', '"/readyz"'],
  [
    { health: { ready: '/a', live: '/b', port: 'htps' } },
    'health.port',
    '"htps"',
    'https or health',
    '"https"',
  ],
  [{ owner: { squad: 'a', contact: 'b' } }, 'owner.contact', '"b"', 'e-mail', 'oncall@example.com'],
  [{ owner: { squad: 1, contact: 'a@b.example' } }, 'owner.squad', '1', 'text of 1 to 63', 'quote it: "1"'],
  [
    { owner: { squad: 'a', contact: 'a@b.example', networkReview: '2026-02-30' } },
    'owner.networkReview',
    '2026-02-30',
    'a day',
    '"2026-11-01"',
  ],
  [{ priority: 'Core' }, 'priority', '"Core"', 'a DNS name', 'as kubectl shows it'],
  [{ process: { variables: { '1X': 'a' } } }, 'process.variables["1X"]', '"1X"', 'letters', '"LOG_LEVEL"'],
  [{ process: { variables: { X: 1.1 } } }, 'process.variables["X"]', '1.1', 'text', 'quote it: "1.1"'],
  [{ process: { args: ['a\0b'] } }, 'process.args[0]', 'a NUL character', 'text', 'remove'],
  [
    { config: { files: { config: 'a' } } },
    'config.files["config"]',
    '"config"',
    'with an ending',
    'config.yaml',
  ],
  [
    { config: { files: { '../a.b': 'a' } } },
    'config.files["../a.b"]',
    '../a.b',
    'a file name',
    'config.yaml',
  ],
  [{ config: { files: { 'token.txt': 'a' } } }, 'config.files["token.txt"]', 'token', 'a secret', 'Vault'],
  [{ config: { files: {} } }, 'config.files', 'no file', 'at least one', 'leave config out'],
  [{ config: { files: { 'a.b': 'x'.repeat(2 ** 20 + 1) } } }, 'config.files', '1048577', '1048576', 'bucket'],
  [
    { config: { files: { 'a.b': 'c' }, folder: '/tmp' } },
    'config.folder',
    '"/tmp"',
    'other than',
    '/etc/config',
  ],
  [{ exposure: EXPOSURE }, 'exposure.port', 'no port "edge"', 'server TLS', 'ports: { edge: 8444 }'],
  [
    { ports: { edge: 8444 }, exposure: { ...EXPOSURE, hostnames: [] } },
    'exposure.hostnames',
    'empty',
    'at least one',
    'api.example.com',
  ],
  [
    { ports: { edge: 8444 }, exposure: { ...EXPOSURE, hostnames: ['*'] } },
    'exposure.hostnames[0]',
    '"*"',
    'without wildcard',
    'api.example.com',
  ],
  [
    { ports: { edge: 8444 }, exposure: { ...EXPOSURE, path: '/a/../b' } },
    'exposure.path',
    '..',
    'without ".."',
    '/exchange',
  ],
  [
    { ports: { edge: 8444 }, exposure: { ...EXPOSURE, gatewayRanges: ['0.0.0.0/0'] } },
    'exposure.gatewayRanges[0]',
    '/0',
    'at least /8',
    'name the endpoints',
  ],
  ...[
    '1234567-compute@developer.gserviceaccount.com',
    'acme-prod@appspot.gserviceaccount.com',
    'ledger',
    'ledg@acme-prod.iam.gserviceaccount.com',
    'ledger@acme-prod.iam.gserviceaccount.com.evil.example',
    'Ledger@acme-prod.iam.gserviceaccount.com',
    '',
  ].map(
    (googleServiceAccount) =>
      [
        { workloadIdentity: { googleServiceAccount } },
        'workloadIdentity.googleServiceAccount',
        JSON.stringify(googleServiceAccount),
        'never a default one',
        'ledger@acme-prod',
      ] as const,
  ),
  [
    { workloadIdentity: { ...WORKLOAD_IDENTITY, googleApis: ['0.0.0.0/0'] } },
    'workloadIdentity.googleApis[0]',
    '/0',
    'at least /8',
    'name the endpoints',
  ],
  [
    { workloadIdentity: { ...WORKLOAD_IDENTITY, googleApis: [] } },
    'workloadIdentity.googleApis',
    'an empty list',
    'at least one address range',
    'name the range',
  ],
  ...[
    'http://vault.vault.svc:8200',
    'vault.vault.svc:8200',
    'https://vault.vault.svc:8200/v1',
    'https://somebody@vault.vault.svc',
    'https://vault.vault.svc:99999',
    ' https://vault.vault.svc',
  ].map(
    (address) =>
      [
        vault({ address }),
        'secretFiles.vault.address',
        JSON.stringify(address),
        'https, a host',
        'vault-active',
      ] as const,
  ),
  [vault({ role: '*' }), 'secretFiles.vault.role', '"*"', 'letters, digits', '"ledger"'],
  [vault({ audience: '' }), 'secretFiles.vault.audience', '""', 'letters, digits', '"vault"'],
  [vault({ namespace: 'Vault' }), 'secretFiles.vault.namespace', '"Vault"', '1 to 63', '"vault"'],
  [
    vault({ ca: { configMap: 'vault-ca', file: '../ca.crt' } }),
    'secretFiles.vault.ca.file',
    '..',
    'no path',
    'api-key',
  ],
  [
    vault({ ca: { configMap: 'vault-ca', file: 'token' } }),
    'secretFiles.vault.ca.file',
    '"token"',
    'of its own',
    '"ca.crt"',
  ],
  [secretFiles({ files: [] }), 'secretFiles.files', 'no file', 'at least one', 'leave secretFiles out'],
  [
    secretFiles({ files: [VALUE, ACCOUNT, VALUE] }),
    'secretFiles.files',
    '"api-key" twice',
    'once',
    'another name',
  ],
  ...['../api-key', '/api-key', 'a/b', 'api-key ', '', '.hidden', 'a..b', 'a*', '$(x)', "a'b"].map(
    (name) =>
      [
        file({ name }),
        'secretFiles.files[0].name',
        JSON.stringify(name),
        'and no path',
        '"api-key"',
      ] as const,
  ),
  [file({ source: 'kv/a/b' }), 'secretFiles.files[0].source', '"kv/a/b"', 'VaultKv.of', 'say where'],
  ...['-/reload', '//other.example/', '/a b', '/a?b', '/$(x)', '/"'].map(
    (reload) =>
      [
        file({ reload }),
        'secretFiles.files[0].reload',
        JSON.stringify(reload),
        'one "/"',
        '"/-/reload"',
      ] as const,
  ),
  [secretFiles({ folder: '/tmp' }), 'secretFiles.folder', '"/tmp"', 'other than', '"/secrets"'],
  [secretFiles({ folder: '/tmp/secrets' }), 'secretFiles.folder', 'beside "/tmp"', 'of its own', 'another'],
  [secretFiles({ folder: 'secrets' }), 'secretFiles.folder', '"secrets"', 'absolute', '"/secrets"'],
  [
    { ...secretFiles({ folder: '/etc/config/secrets' }), config: { files: { 'a.b': 'c' } } },
    'secretFiles.folder',
    'beside "/etc/config"',
    'of its own',
    'another',
  ],
  [
    { rollout: { before: secretFiles({ files: [VALUE] }) } },
    'rollout.before.secretFiles.files[0].reload',
    'without a health port',
    'no reload',
    'leave reload out',
  ],
  [
    {
      rollout: { before: secretFiles({ files: [ACCOUNT], folder: '/app' }) },
      config: { files: { 'a.b': 'c' }, folder: '/app' },
    },
    'rollout.before.secretFiles.folder',
    'beside "/app"',
    'of its own',
    'another',
  ],
];

test.each(WEB_SERVICE)('fails when a web service has %j', (differs, prop, found, allowed, fix) => {
  const props = webServiceProps(differs as Partial<WebServiceProps>);
  expect(problemsIn(() => new WebService(testChart(), 'ledger', props))).toEqual([
    {
      code: expect.stringMatching(/^[a-z-]+$/),
      where: `exchange/ledger: ${prop}`,
      found: expect.stringContaining(found),
      allowed: expect.stringContaining(allowed),
      fix: expect.stringContaining(fix),
    },
  ]);
});

test('fails when a name has no room for the suffix of its job', () => {
  const props = webServiceProps({ name: 'a'.repeat(57), rollout: { before: {} } });
  expect(problemsIn(() => new WebService(testChart(), 'ledger', props))).toMatchObject([
    { where: 'exchange/ledger: name', allowed: expect.stringContaining('1 to 56') },
  ]);
});

test('fails when a scheduled job has a wrong schedule and a wrong zone, with both', () => {
  const props = scheduledJobProps({ schedule: { cron: '@daily', timeZone: 'Mars/Base' }, timeout: '25h' });
  expect(
    problemsIn(() => new ScheduledJob(testChart(), 'job', props)).map((problem) => problem.where),
  ).toEqual(['exchange/job: schedule.cron', 'exchange/job: schedule.timeZone', 'exchange/job: timeout']);
});

test('fails when a scheduled job is to be told of changes', () => {
  const props = scheduledJobProps({ secretFiles: SECRET_FILES });
  expect(problemsIn(() => new ScheduledJob(testChart(), 'job', props))).toMatchObject([
    { where: 'exchange/job: secretFiles.files[1].reload', fix: 'leave reload out' },
  ]);
});

test('fails when secrets lie on the disk of a node', () => {
  const props = statefulNodeProps({ secretFiles: { ...SECRET_FILES, folder: '/data/secrets' } });
  expect(problemsIn(() => new StatefulNode(testChart(), 'node', props))).toMatchObject([
    { where: 'exchange/node: secretFiles.folder', found: '"/data/secrets" beside "/data"' },
  ]);
});

test.each([
  '../a',
  'a/../b',
  '/a/b',
  'a/b/',
  'a//b',
  'a/*',
  'a/+/b',
  'a/b ',
  ' a/b',
  'a/b?version=1',
  'a/{{b}}',
  'a"b',
  '',
  7,
])('fails when the path of a secret is %j', (path) => {
  expect(problemsIn(() => VaultKv.of({ path: path as string }))).toMatchObject([
    {
      code: 'secret-path',
      where: '.path',
      found: JSON.stringify(path),
      fix: expect.stringContaining('audit-key'),
    },
  ]);
  expect(problemsIn(() => VaultKv.of({ path: 'a/b', mount: path as string }))).toHaveLength(1);
});

test('fails when an account of a database is wrong, with everything', () => {
  const wrong = { role: '*', host: 'a b', port: 0, database: 'a/b', schema: '"', format: 'yaml' as 'json' };
  expect(problemsIn(() => VaultDatabase.of(wrong)).map(({ where }) => where)).toEqual(
    Object.keys(wrong).map((key) => `.${key}`),
  );
});

test('fails when a disk has no unit, no class and no folder', () => {
  const props = statefulNodeProps({ storage: { size: '200', storageClass: '', folder: 'data' } });
  expect(
    problemsIn(() => new StatefulNode(testChart(), 'node', props)).map((problem) => problem.where),
  ).toEqual([
    'exchange/node: storage.size',
    'exchange/node: storage.storageClass',
    'exchange/node: storage.folder',
  ]);
});

test('fails when a namespace has wrong bounds, version and groups', () => {
  const props = {
    name: 'kube-public',
    owner: { squad: 'bank', contact: 'bank@example.com' },
    podSecurityVersion: 'latest',
    quota: { cpu: 4, cpuLimit: 2, memory: '8Gi', pods: 0 },
    containers: { most: { cpu: 0.1, memory: '1Gi' } },
    access: [{ role: 'viewer' as const, group: 'system:masters' }],
  };
  expect(
    problemsIn(() => new TenantNamespace(testChart(), 'bank', props)).map((problem) => problem.where),
  ).toEqual([
    'exchange/bank: name',
    'exchange/bank: podSecurityVersion',
    'exchange/bank: quota.pods',
    'exchange/bank: containers.usual',
    'exchange/bank: access[0].group',
  ]);
});

test.each([undefined, 'default', 'kube-system'])(
  'fails when the namespace of the chart is %s',
  (namespace) => {
    const chart = new Chart(new App(), 'chart', namespace === undefined ? {} : { namespace });
    const problems = problemsIn(() => new WebService(chart, 'ledger', webServiceProps()));
    expect(problems).toMatchObject([{ where: 'chart/ledger: scope' }]);
  },
);

test('fails when there is no chart', () => {
  expect(() => new WebService(new App(), 'ledger', webServiceProps())).toThrow(UserError);
});
