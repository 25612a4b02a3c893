import {
  only,
  rendered,
  SECRET_FILES,
  scheduledJobProps,
  statefulNodeProps,
  testChart,
  webServiceProps,
  workerProps,
} from './chart.fixture';
import {
  type ConfigMap,
  ContainerUser,
  Image,
  type Json,
  ScheduledJob,
  type SecretFiles,
  StatefulNode,
  VaultDatabase,
  VaultKv,
  WebService,
  Worker,
  type Workload,
} from './index';
import type { PodTemplateSpec } from './newer-fields';

interface Owned {
  readonly nodes: { readonly agentConfigMap: { toJson(): ConfigMap } | undefined };
  readonly pod: { readonly _template: PodTemplateSpec };
}

const VAULT = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'vault' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'vault', component: 'server' } },
    },
  ],
  ports: [{ protocol: 'TCP', port: 8200 }],
};

const secretive = { secretFiles: SECRET_FILES };
const quiet = {
  secretFiles: { ...SECRET_FILES, files: SECRET_FILES.files.map(({ reload, ...file }) => file) },
};

const egressOf = (workload: Workload) => workload.connections.networkPolicy.toJson().spec.egress;
const specOf = ({ pod }: Owned) => pod._template.spec;
const agentOf = (workload: Owned) => specOf(workload).initContainers?.[0];
const configOf = ({ nodes }: Owned) =>
  JSON.parse(nodes.agentConfigMap?.toJson().data?.['agent.json'] ?? '{}');

/** What the agent makes of files that differ. */
const configWith = (files: SecretFiles['files']) =>
  configOf(
    new WebService(testChart(), 'ledger', webServiceProps({ secretFiles: { ...SECRET_FILES, files } })),
  );
const contentsWith = (source: SecretFiles['files'][number]['source']) =>
  configWith([{ name: 'api-key', source }]).template[0].contents;

describe.each<[string, (differs: typeof secretive | object) => Workload & Owned]>([
  ['a web service', (differs) => new WebService(testChart(), 'service', webServiceProps(differs))],
  ['a worker', (differs) => new Worker(testChart(), 'worker', workerProps(differs))],
  ['a scheduled job', (differs) => new ScheduledJob(testChart(), 'job', scheduledJobProps(differs))],
  ['a stateful node', (differs) => new StatefulNode(testChart(), 'node', statefulNodeProps(differs))],
])('%s', (_, create) => {
  test('has an agent that starts before the program and ends after it', () => {
    const spec = specOf(create(quiet));
    expect(spec.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ['vault-agent', 'Always'],
    ]);
    expect(spec.containers.map(({ name }) => name)).toEqual(['app']);
  });

  test('reads files of memory, and holds neither token nor configuration of the agent', () => {
    const { containers, volumes } = specOf(create(quiet));
    expect(containers[0]?.volumeMounts).toContainEqual({
      name: 'secrets',
      mountPath: '/secrets',
      readOnly: true,
    });
    expect(containers[0]?.volumeMounts?.map(({ name }) => name)).not.toContain('vault-agent');
    expect(volumes).toContainEqual({ name: 'secrets', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } });
  });

  test('gives the agent a token for Vault that lives as short as it can, and none for Kubernetes', () => {
    const workload = create(quiet);
    const { volumes, automountServiceAccountToken } = specOf(workload);
    const projected = volumes?.find(({ name }) => name === 'vault-agent')?.projected;
    expect(projected?.sources).toContainEqual({
      serviceAccountToken: { audience: 'vault', expirationSeconds: 600, path: 'token' },
    });
    expect(automountServiceAccountToken).toBe(false);
    expect(only(workload, 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
  });

  test("reaches Vault's servers, and does not without secrets", () => {
    expect(egressOf(create(quiet))).toContainEqual(VAULT);
    expect(egressOf(create({}))).toHaveLength(1);
  });

  test('has nothing of it without secrets', () => {
    const workload = create({});
    expect(specOf(workload)).not.toHaveProperty('initContainers');
    expect(workload.nodes.agentConfigMap).toBeUndefined();
    expect(JSON.stringify(rendered(workload))).not.toContain('vault');
  });

  test('restarts when the configuration of the agent changes, and not otherwise', () => {
    const checksum = (differs: object) =>
      create(differs).pod._template.metadata.annotations?.['checksum/vault-agent'];
    const other = { secretFiles: { ...quiet.secretFiles, folder: '/run/secrets' } };
    expect(checksum(quiet)).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum(quiet)).toBe(checksum(quiet));
    expect(checksum(other)).not.toBe(checksum(quiet));
    expect(checksum({})).toBeUndefined();
  });
});

test('the agent is as restricted as the program, and runs as the same user', () => {
  const image = Image.parse(
    webServiceProps().image,
    ContainerUser.thirdParty({ uid: 10_999, reason: 'its data belongs to that user' }),
  );
  const service = new WebService(testChart(), 'service', webServiceProps({ ...secretive, image }));
  const agent = agentOf(service);
  expect(agent?.securityContext).toEqual(specOf(service).containers[0]?.securityContext);
  expect(agent?.securityContext).toMatchObject({ runAsUser: 10_999, readOnlyRootFilesystem: true });
  expect(agent?.resources).toEqual({
    requests: { cpu: '25m', memory: '128Mi', 'ephemeral-storage': '16Mi' },
    limits: { cpu: '250m', memory: '128Mi', 'ephemeral-storage': '16Mi' },
  });
});

test("the agent starts without the image's entry point, and lets the program start when all files are there", () => {
  const agent = agentOf(new WebService(testChart(), 'service', webServiceProps(secretive)));
  expect(agent?.command).toEqual(['vault', 'agent', '-config=/etc/vault-agent/agent.json']);
  expect(agent?.startupProbe?.exec?.command).toEqual([
    'sh',
    '-c',
    'test -s /secrets/api-key && test -s /secrets/database',
  ]);
  // Neither while Vault is away.
  expect(agent).not.toHaveProperty('livenessProbe');
});

test('the job before a deployment has what it declares itself, and nothing of its service', () => {
  const vault = { ...SECRET_FILES.vault, role: 'ledger-before' };
  const own = { ...quiet.secretFiles, vault, files: quiet.secretFiles.files.slice(0, 1) };
  const [without, having] = [{}, { secretFiles: own }].map((before) => {
    const props = webServiceProps({ ...secretive, rollout: { before } });
    return new WebService(testChart(), 'service', props).before;
  });
  if (without === undefined || having === undefined) throw new Error('there is a job');
  expect(specOf(without)).not.toHaveProperty('initContainers');
  expect(egressOf(without)).not.toContainEqual(VAULT);
  expect(configOf(having).auto_auth.method[0].config.role).toBe('ledger-before');
  expect(configOf(having).template).toHaveLength(1);
  expect(egressOf(having)).toContainEqual(VAULT);
  // It comes before the service's own objects do.
  expect(having.nodes.agentConfigMap?.toJson().metadata).toMatchObject({
    name: 'ledger-before-vault-agent',
    annotations: { 'argocd.argoproj.io/hook': 'PreSync', 'argocd.argoproj.io/sync-wave': '-1' },
  });
  expect(specOf(having).restartPolicy).toBe('Never');
});

test('the agent logs in with its token, keeps at it, and says nothing of what it holds', () => {
  const config = configOf(new WebService(testChart(), 'service', webServiceProps(secretive)));
  expect(config).toMatchObject({
    vault: { address: 'https://vault-active.vault.svc:8200', ca_cert: '/etc/vault-agent/ca.crt' },
    auto_auth: {
      method: [
        {
          type: 'kubernetes',
          mount_path: 'auth/kubernetes',
          config: { role: 'ledger', token_path: '/etc/vault-agent/token' },
        },
      ],
    },
    template_config: { exit_on_retry_failure: false },
    exit_after_auth: false,
    log_level: 'info',
  });
  for (const absent of ['sinks', 'listener', 'cache', 'pid_file', 'api_proxy']) {
    expect(JSON.stringify(config)).not.toContain(`"${absent}"`);
  }
});

test('files are sorted, for their user alone, and stay when they cannot be written whole', () => {
  const { template } = configOf(new WebService(testChart(), 'service', webServiceProps(secretive)));
  expect(template.map(({ destination }: Record<string, Json<string>>) => destination)).toEqual([
    '/secrets/api-key',
    '/secrets/database',
  ]);
  for (const each of template) {
    expect(each).toMatchObject({
      perms: '0400',
      error_on_missing_key: true,
      error_fatal: false,
      backup: false,
    });
  }
});

test('a program is told on its health port, whatever that is called', () => {
  const health = { ready: '/readyz', live: '/livez', port: 'api' };
  const props = webServiceProps({ ...secretive, ports: { api: 9000 }, health });
  const [told, silent] = configOf(new WebService(testChart(), 'service', props)).template;
  expect(told.exec.command.at(-1)).toBe('http://127.0.0.1:9000/-/reload');
  // With a time limit, its failure would be the agent's.
  expect(told.exec.timeout).toBe('0s');
  expect(silent).not.toHaveProperty('exec');
});

test('a value is one field as it is, or all of them', () => {
  expect(contentsWith(VaultKv.of({ path: 'a/b', field: 'key' }))).toBe(
    '{{ with secret "kv/data/a/b" }}{{ with index .Data.data "key" }}{{ if sprig_kindIs "string" . }}{{ . }}' +
      '{{ else }}{{ sprig_fail "api-key: kv/a/b has no text in key" }}{{ end }}' +
      '{{ else }}{{ sprig_fail "api-key: kv/a/b has nothing in key" }}{{ end }}{{ end }}',
  );
  expect(contentsWith(VaultKv.of({ mount: 'team/kv', path: 'a/b' }))).toBe(
    '{{ with secret "team/kv/data/a/b" }}{{ with .Data.data }}{{ . | toUnescapedJSON }}' +
      '{{ else }}{{ sprig_fail "api-key: team/kv/a/b is empty" }}{{ end }}{{ end }}',
  );
});

test('an account is one reading, with the place that it is for', () => {
  const place = { role: 'ledger.db', host: '10.40.0.5', port: 5432, database: 'exchange', schema: 'ledger' };
  expect(contentsWith(VaultDatabase.of(place))).toBe(
    '{{ with secret "database/creds/ledger.db" }}{"username":{{ .Data.username | toJSON }},"password":{{ .Data.password | toJSON }},' +
      '"host":"10.40.0.5","port":5432,"database":"exchange","schema":"ledger"}{{ end }}',
  );
  expect(contentsWith(VaultDatabase.of({ ...place, format: 'url' }))).toBe(
    '{{ with secret "database/creds/ledger.db" }}postgresql://{{ .Data.username | urlquery | replaceAll "+" "%20" }}:' +
      '{{ .Data.password | urlquery | replaceAll "+" "%20" }}@10.40.0.5:5432/exchange?sslmode=require{{ end }}',
  );
});

test('the agent can be changed by a typed transform', () => {
  const service = new WebService(testChart(), 'service', webServiceProps(secretive));
  service.nodes.deployment.transform(({ spec }) => {
    const [agent] = spec.template.spec.initContainers ?? [];
    if (agent !== undefined) agent.imagePullPolicy = 'IfNotPresent';
  });
  expect(service.nodes.deployment.toJson().spec.template.spec.initContainers[0]).toMatchObject({
    name: 'vault-agent',
    imagePullPolicy: 'IfNotPresent',
  });
});
