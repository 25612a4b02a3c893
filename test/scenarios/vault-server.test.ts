import { vault, vaultLogins, worker } from '@plinth/model';
import { tinyWorker } from '@plinth/testing';
import { everyEnvironment, type Rendered, tiny } from './_rendered';
import { brokenControls, type VaultServerValues } from './_vault-controls';

const environments = everyEnvironment().map((one) => [one.environment.name, one] as const);

function serverOf(rendered: Rendered): VaultServerValues {
  const { valuesObject } = rendered.get('platform', 'Application', 'vault').spec.source.helm;
  return structuredClone(valuesObject.server);
}

test.each(environments)('in %s, the servers of Vault keep every control', (_, rendered) => {
  expect(brokenControls(serverOf(rendered))).toEqual([]);
});

/** The configuration as somebody might change it. */
const config = (from: string | RegExp, to: string) => (server: VaultServerValues) => {
  const { raft } = server.ha;
  const changed = raft.config.replace(from, to);
  if (changed === raft.config) throw new Error(`${from} is not in the configuration`);
  raft.config = changed;
};

const set = (path: string, value: unknown) => (server: VaultServerValues) => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const place = keys.reduce((at, key) => at[key], server);
  if (value === undefined) delete place[last];
  else place[last] = value;
};

test.each<[string, (server: VaultServerValues) => void]>([
  ['H01 not every server is joined', config(/ {2}retry_join \{[^}]*\}\n/, '')],
  [
    'H01 an even number of servers',
    (server) => {
      server.ha.replicas = 2;
      config(/ {2}retry_join \{[^}]*\}\n\}/, '}')(server);
    },
  ],
  ['H01 two servers on a node', set('affinity', {})],
  ['H01 two servers in a zone', set('topologySpreadConstraints.0.whenUnsatisfiable', 'ScheduleAnyway')],
  ['H01 a disk that goes', set('persistentVolumeClaimRetentionPolicy.whenScaled', 'Delete')],
  ['H01 servers restart by themselves', set('updateStrategyType', 'RollingUpdate')],
  ['H02 no key of the cloud', config(/ {2}crypto_key.*\n/, '')],
  ['H03 a listener without TLS', config('tls_min_version', 'tls_disable = true\n  tls_min_version')],
  ['H03 an old version of TLS', config('"tls13"', '"tls11"')],
  [
    'H03 a server joins without knowing whom',
    config(/leader_tls_servername = "[^"]*"/, 'leader_tls_servername = "vault"'),
  ],
  ['H03 a server joins without saying who it is', config(/ {4}leader_client_cert_file.*\n/, '')],
  ['H03 an address that no certificate has', set('ha.apiAddr', undefined)],
  ['H04 no disk for the audit log', set('auditStorage.enabled', false)],
  [
    'H04 lines with a prefix of anybody',
    config('ui = false', 'ui = false\nallow_audit_log_prefixing = true'),
  ],
  ['H07 root', set('statefulSet.securityContext.pod.runAsUser', 0)],
  ['H07 rights beyond its own', set('statefulSet.securityContext.container.capabilities.drop', [])],
  [
    'H07 an image that can be written',
    set('statefulSet.securityContext.container.readOnlyRootFilesystem', false),
  ],
  ['H07 locked memory, which takes a capability', config('disable_mlock = true\n', '')],
  ['H07 a key beside the server', set('extraContainers.0.volumeMounts.0.name', 'tls')],
  ['H07 a token beside the server', set('extraContainers.0.volumeMounts.1.name', 'reload')],
  ['H08 a standby is not ready', set('readinessProbe.path', undefined)],
  [
    'H08 who does not serve is ready',
    set('readinessProbe.path', '/v1/sys/health?standbyok=true&sealedcode=200'),
  ],
  ['H08 a server is restarted that waits', set('livenessProbe.path', '/v1/sys/health?standbyok=true')],
  ['H15 metrics for everybody', config('metrics_access = false', 'metrics_access = true')],
  ['H15 profiles for everybody', config('pprof_access = false', 'pprof_access = true')],
  ['H15 requests of others for everybody', config(/ {2}inflight_requests_logging \{[^}]*\}\n/, '')],
  ['H15 the store itself', config('ui = false', 'ui = false\nraw_storage_endpoint = true')],
  [
    'H15 a caller says whose request it is',
    config('tls_min_version', 'x_forwarded_for_authorized_addrs = "0.0.0.0/0"\n  tls_min_version'),
  ],
  ['H16 the chart opens the network', set('networkPolicy.enabled', true)],
  ['H18 a page', config('ui = false', 'ui = true')],
  ['H18 no HSTS', config(/"Strict-Transport-Security".*\n/, '')],
])('fails when there is %s', (fault, change) => {
  const [, rendered] = environments.find(([, each]) => serverOf(each).ha.replicas === 3) ?? [];
  if (rendered === undefined) throw new Error('no environment has three servers');
  const server = serverOf(rendered);
  change(server);
  expect(brokenControls(server)).toEqual([fault]);
});

test.each(environments)(
  'in %s, a drain takes one server at a time, and any that is not ready',
  (_, rendered) => {
    const budgets = rendered
      .objectsOf('platform')
      .filter(({ kind, metadata }) => kind === 'PodDisruptionBudget' && metadata.namespace === 'vault');
    const several = serverOf(rendered).ha.replicas > 1;
    expect(budgets.map(({ spec }) => spec)).toEqual(
      several
        ? [
            {
              maxUnavailable: 1,
              unhealthyPodEvictionPolicy: 'AlwaysAllow',
              selector: { matchLabels: { 'app.kubernetes.io/instance': 'vault' } },
            },
          ]
        : [],
    );
  },
);

test.each(environments)(
  'in %s, the certificate has every name that is called, and none that stands for others',
  (_, rendered) => {
    const { spec } = rendered.get('platform', 'Certificate', 'vault-server-tls', 'vault');
    const { ha } = serverOf(rendered);
    const called = [...ha.raft.config.matchAll(/"https:\/\/([^":]+):8200"/g)].map(([, host]) => host);
    const pods = Array.from({ length: ha.replicas }, (_each, index) =>
      ha.apiAddr.replace('$(VAULT_K8S_POD_NAME)', `vault-${index}`).replace(/^https:\/\/|:8200$/g, ''),
    );
    expect(spec.dnsNames).toEqual(expect.arrayContaining([...called, ...pods, 'vault-active.vault.svc']));
    expect(spec.dnsNames.join()).not.toContain('*');
    expect(spec.issuerRef).toMatchObject({ kind: 'ClusterIssuer', name: 'vault-ca' });
  },
);

test("the authority's key is with cert-manager alone, and stays when its certificate is renewed", () => {
  const rendered = tiny();
  expect(rendered.get('platform', 'Certificate', 'vault-ca').metadata.namespace).toBe('cert-manager');
  expect(rendered.get('platform', 'Certificate', 'vault-ca').spec).toMatchObject({
    isCA: true,
    privateKey: { rotationPolicy: 'Never' },
  });
  expect(rendered.get('platform', 'ClusterIssuer', 'vault-ca').spec).toEqual({
    ca: { secretName: 'vault-ca' },
  });
});

test('a renewed authority is known for longer than any certificate that it signed before', () => {
  const rendered = tiny();
  const hours = (name: string, field: string) =>
    Number.parseInt(rendered.get('platform', 'Certificate', name).spec[field], 10);
  expect(hours('vault-ca', 'renewBefore')).toBeGreaterThan(2 * hours('vault-server-tls', 'duration'));
});

test.each(environments)(
  'in %s, the authority is known where somebody asks Vault, and nowhere else',
  (_, rendered) => {
    const { target } = rendered.get('platform', 'Bundle', 'vault-ca').spec;
    const [[label, value]] = Object.entries(target.namespaceSelector.matchLabels) as [[string, string]];
    const known = rendered
      .objectsOf('platform')
      .filter(({ kind, metadata }) => kind === 'Namespace' && metadata.labels[label] === value)
      .map(({ metadata }) => metadata.name);
    const asking = vaultLogins(rendered.environment).map(({ namespace }) => namespace);
    expect(known.sort()).toEqual([...new Set([...asking, 'vault'])].sort());
  },
);

test('a squad that declares no secret does not know the authority of Vault', () => {
  const labels = (rendered: Rendered) => rendered.get('platform', 'Namespace', 'retail').metadata.labels;
  // It has a certificate, whose issuer knows Vault by itself.
  expect(labels(tiny())).not.toHaveProperty('plinth/secrets');
  const secrets = { key: vault.kv('retail/mailer/key') };
  expect(labels(tiny(worker('mailer', { ...tinyWorker, secrets })))).toHaveProperty(
    'plinth/secrets',
    'vault',
  );
});

test.each(environments)(
  'in %s, the servers, what is beside them and the job fit into the quota',
  (_, rendered) => {
    const server = serverOf(rendered);
    const job = rendered.get('platform', 'CronJob', 'vault-snapshot').spec.jobTemplate.spec.template.spec;
    const { hard } = rendered.get('platform', 'ResourceQuota', 'vault').spec;
    const beside = server.extraContainers.map((each: VaultServerValues) => each.resources);
    const most = (kind: 'limits' | 'requests', what: 'cpu' | 'memory') => {
      const one = [server.resources, ...beside].reduce((sum, each) => sum + amount(each[kind][what]), 0);
      return one * Math.max(5, server.ha.replicas) + amount(job.containers[0].resources[kind][what]);
    };
    for (const kind of ['limits', 'requests'] as const)
      for (const what of ['cpu', 'memory'] as const)
        expect(most(kind, what)).toBeLessThanOrEqual(amount(hard[`${kind}.${what}`]));
    expect(Number(hard.persistentvolumeclaims)).toBeGreaterThanOrEqual(2 * Math.max(5, server.ha.replicas));
  },
);

const UNITS: Readonly<Record<string, number>> = { m: 0.001, Mi: 2 ** 20, Gi: 2 ** 30 };

function amount(text: string): number {
  const [, digits, unit = ''] = /^([\d.]+)(m|Mi|Gi)?$/.exec(text) ?? [];
  return Number(digits) * (UNITS[unit] ?? 1);
}
