import { UserError } from '@plinth/errors';
import { ScheduledJob, StatefulNode, VaultKv, WebService, Worker } from '@plinth/kubernetes';
import { keyMaterialRule, RuleRun } from '@plinth/rules';
import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Put together here, so that no scanner takes them for somebody's. */
const TOKEN = ['ghp', 'a1B2'.repeat(9)].join('_');
/** One that is a name as well. */
const LOWER = ['glpat', 'abcdefghij0123456789'].join('-');

const DIGEST = `sha256:${'0'.repeat(64)}`;
const part = {
  name: 'ledger',
  owner: { squad: 'bank', contact: 'bank-oncall@example.com' },
  image: `europe-west1-docker.pkg.dev/acme/bank/ledger:1.4.2@${DIGEST}`,
  resources: { cpu: 0.2, cpuLimit: 1, memory: '256Mi' },
  process: { args: ['serve'], variables: { LEVEL: 'info' } },
  config: { files: { 'config.yaml': 'level: info' } },
  workloadIdentity: { googleServiceAccount: 'ledger@acme-live.iam.gserviceaccount.com' },
};
const health = { ready: '/readyz', live: '/livez' };
const secretFiles = {
  vault: {
    address: 'https://vault-active.vault.svc:8200',
    role: 'ledger',
    ca: { configMap: 'vault-ca', file: 'ca.crt' },
  },
  agent: {
    image: `europe-west1-docker.pkg.dev/acme/hashicorp/vault:1.21.0@${DIGEST}`,
    resources: { cpu: '25m', cpuLimit: '250m', memory: '128Mi' },
  },
  files: [{ name: 'api-key', source: VaultKv.of({ path: 'exchange/ledger/api-key', field: 'value' }) }],
};

const exposure = {
  gateway: { namespace: 'gateway', name: 'public' },
  hostnames: ['api.example.com'],
  path: '/ledger',
  gatewayRanges: ['130.211.0.0/22'],
};

type Make = (chart: Chart, props: never) => unknown;

const CONSTRUCTS: readonly (readonly [string, Make, object])[] = [
  [
    'WebService',
    (chart, props) => new WebService(chart, 'subject', props),
    {
      ...part,
      ports: { https: 8443, edge: 8444 },
      health,
      scaling: { min: 3, max: 12, cpu: 70 },
      exposure,
      secretFiles,
    },
  ],
  [
    'Worker',
    (chart, props) => new Worker(chart, 'subject', props),
    { ...part, health, scaling: { replicas: 2 } },
  ],
  [
    'ScheduledJob',
    (chart, props) => new ScheduledJob(chart, 'subject', props),
    { ...part, schedule: { cron: '0 6 1 * *', timeZone: 'Etc/UTC' } },
  ],
  [
    'StatefulNode',
    (chart, props) => new StatefulNode(chart, 'subject', props),
    {
      ...part,
      ports: { api: 8080 },
      health,
      storage: { size: '200Gi', storageClass: 'premium', folder: '/data' },
    },
  ],
];

/** Where a string stands in props; inside value objects nobody writes one. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...path]];
  if (typeof value !== 'object' || value === null || value instanceof VaultKv) return [];
  return Object.entries(value).flatMap(([key, entry]) => placesIn(entry, [...path, key]));
}

function withAt(value: unknown, [head, ...rest]: readonly string[], instead: string): unknown {
  if (head === undefined) return instead;
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === head ? withAt(one, rest, instead) : one));
  const map = value as Readonly<Record<string, unknown>>;
  return { ...map, [head]: withAt(map[head], rest, instead) };
}

/** What is said about props: a refusal, or what the rule finds in what they become. */
function said(make: Make, props: unknown): string[] {
  const chart = new Chart(new App(), 'bank', { namespace: 'bank' });
  try {
    make(chart, props as never);
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    return [error.message];
  }
  const run = new RuleRun([keyMaterialRule]);
  for (const object of chart.node
    .findAll()
    .filter((one: IConstruct): one is ApiObject => ApiObject.isApiObject(one)))
    run.add({ object: object.toJson(), file: 'bank/ledger.yaml' });
  return run.finish().map((finding) => JSON.stringify(finding));
}

describe.each(CONSTRUCTS)('%s', (_, make, props) => {
  test('renders without a finding', () => {
    expect(said(make, props)).toEqual([]);
  });

  test.each(placesIn(props).map((path) => [path.join('.'), path] as const))(
    'fails when %s is a key, without printing it',
    (_, path) => {
      for (const key of [TOKEN, LOWER]) {
        const messages = said(make, withAt(props, path, key));
        expect(messages.length).toBeGreaterThan(0);
        for (const message of messages) expect(message).not.toContain(key.slice(0, 12));
      }
    },
  );
});
