import { load } from 'js-yaml';
import { ArgoCdConfiguration, type ArgoCdConfigurationProps } from './argo-cd-configuration';
import { problemsOf, testChart } from './chart.fixture';

const MEMBERS = [
  { project: 'squad-bank', group: 'squad-bank@example.com' },
  { project: 'platform', group: 'squad-platform@example.com' },
  { project: 'squad-platform', group: 'squad-platform@example.com' },
];

const SIGN_IN = {
  url: 'https://argocd.example.com',
  issuer: 'https://sign-in.example.com',
  clientId: 'argocd',
};
const PEM = pem('CERTIFICATE');
const KEY = pem('PGP PUBLIC KEY BLOCK');

test('the six ConfigMaps are found by Argo CD, and never pruned', () => {
  const configMaps = configuration();
  expect(configMaps.map(({ metadata }) => metadata.name)).toEqual([
    'argocd-cm',
    'argocd-rbac-cm',
    'argocd-cmd-params-cm',
    'argocd-ssh-known-hosts-cm',
    'argocd-tls-certs-cm',
    'argocd-gpg-keys-cm',
  ]);
  for (const { kind, metadata } of configMaps) {
    expect(kind).toBe('ConfigMap');
    expect(metadata.namespace).toBe('argocd');
    expect(metadata.labels).toMatchObject({ owner: 'platform', 'app.kubernetes.io/part-of': 'argocd' });
    expect(metadata.annotations['argocd.argoproj.io/sync-options']).toContain('Prune=false');
  }
});

test('every value is text, or the API server would refuse it', () => {
  for (const { data } of configuration({ ...props(), signIn: SIGN_IN })) {
    for (const value of Object.values(data)) expect(typeof value).toBe('string');
  }
});

test.each([
  ['admin.enabled', 'false'],
  ['users.anonymous.enabled', 'false'],
  ['exec.enabled', 'false'],
  ['statusbadge.enabled', 'false'],
  ['application.resourceTrackingMethod', 'annotation'],
  ['kustomize.enable', 'false'],
  ['jsonnet.enable', 'false'],
])('%s is %s', (key, value) => {
  expect(dataOf('argocd-cm')).toMatchObject({ [key]: value });
});

test('an application among the objects of another is as healthy as what it deploys, once that is there', () => {
  const script = dataOf('argocd-cm')['resource.customizations.health.argoproj.io_Application'];
  expect(script).toContain('hs.status = obj.status.health.status');
  expect(script).toContain('obj.status.sync.status ~= "Synced"');
});

test('a definition that is being established holds nothing up, one that was refused does', () => {
  const script =
    dataOf('argocd-cm')['resource.customizations.health.apiextensions.k8s.io_CustomResourceDefinition'];
  expect(script).toContain('"NamesAccepted" and condition.status == "False"');
  expect(script).not.toContain('Established');
});

test('what is not watched is a list of groups and kinds, and nothing that is ever declared', () => {
  const excluded = load(dataOf('argocd-cm')['resource.exclusions'] ?? '') as {
    readonly apiGroups: readonly string[];
    readonly kinds: readonly string[];
  }[];
  expect(excluded[0]).toEqual({ apiGroups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'] });
  const kinds = excluded.flatMap((entry) => entry.kinds);
  expect(kinds).not.toContain('*');
  for (const declared of ['Certificate', 'Issuer', 'Service', 'NetworkPolicy'])
    expect(kinds).not.toContain(declared);
});

test('a change of a status alone compares nothing anew', () => {
  const ignored = dataOf('argocd-cm')['resource.customizations.ignoreResourceUpdates.all'];
  expect(load(ignored ?? '')).toEqual({ jsonPointers: ['/status'] });
});

test('who is in no group of ours sees nothing', () => {
  expect(dataOf('argocd-rbac-cm')).toMatchObject({ 'policy.default': '', scopes: '[groups]' });
});

test('people see their own projects', () => {
  expect(policy()).toEqual(
    expect.arrayContaining([
      'p, squad-bank@example.com, projects, get, squad-bank, allow',
      'p, squad-platform@example.com, projects, get, platform, allow',
      'p, squad-platform@example.com, projects, get, squad-platform, allow',
    ]),
  );
});

test('nothing beyond seeing a project is permitted here, and no permission is a pattern', () => {
  const permitted = policy().filter((line) => line.endsWith(', allow'));
  expect(permitted.filter((line) => line.includes('*') || !line.includes(', projects, get, '))).toEqual([]);
});

test('no group enters a container or deploys what Git does not say, whatever its project permits', () => {
  for (const group of ['squad-bank@example.com', 'squad-platform@example.com']) {
    expect(policy()).toContain(`p, ${group}, exec, *, */*, deny`);
    // The rights to an application are none to its objects, and the other way round.
    for (const action of ['create', 'override', 'delete', 'delete/*', 'update', 'update/*', 'action/*'])
      expect(policy()).toContain(`p, ${group}, applications, ${action}, */*, deny`);
  }
  expect(new Set(policy()).size).toBe(policy().length);
});

test('the programs of Argo CD trust a name, not whoever answers', () => {
  expect(dataOf('argocd-cmd-params-cm')).toMatchObject({
    'reposerver.disable.tls': 'false',
    'controller.repo.server.strict.tls': 'true',
    'server.repo.server.strict.tls': 'true',
    'applicationsetcontroller.repo.server.strict.tls': 'true',
    'application.namespaces': '',
    'controller.diff.server.side': 'true',
  });
});

test('nobody signs in until it is said how', () => {
  expect(dataOf('argocd-cm')).not.toHaveProperty('oidc.config');
});

test('people sign in with a secret that is only referred to', () => {
  const settings = dataOf('argocd-cm', { ...props(), signIn: SIGN_IN });
  expect(settings.url).toBe('https://argocd.example.com');
  expect(load(settings['oidc.config'] ?? '')).toMatchObject({
    issuer: 'https://sign-in.example.com',
    clientID: 'argocd',
    clientSecret: '$oidc.clientSecret',
    requestedIDTokenClaims: { groups: { essential: true } },
  });
});

test('authorities and keys are kept under the names by which they are looked up', () => {
  const given = {
    ...props(),
    certificates: { 'git.example.com': PEM },
    signatureKeys: { '4AEE18F83AFDEB23': KEY },
  };
  expect(dataOf('argocd-tls-certs-cm', given)).toEqual({ 'git.example.com': PEM });
  expect(dataOf('argocd-gpg-keys-cm', given)).toEqual({ '4AEE18F83AFDEB23': KEY });
});

test.each<[string, Partial<ArgoCdConfigurationProps>, string]>([
  [
    'members of every project',
    { members: [{ project: '*', group: 'a@example.com' }] },
    'gitops-name at test/configuration: members[0].project',
  ],
  [
    'people of Kubernetes',
    { members: [{ project: 'a', group: 'system:masters' }] },
    'gitops-group at test/configuration: members[0].group',
  ],
  [
    'a page without TLS',
    { signIn: { ...SIGN_IN, url: 'http://argocd.example.com' } },
    'gitops-https-url at test/configuration: signIn.url',
  ],
  [
    'an issuer without TLS',
    { signIn: { ...SIGN_IN, issuer: 'http://sign-in.example.com' } },
    'gitops-https-url at test/configuration: signIn.issuer',
  ],
  [
    'a second line in the client',
    { signIn: { ...SIGN_IN, clientId: 'argocd\nrootCA: x' } },
    'gitops-client-id at test/configuration: signIn.clientId',
  ],
  [
    'authorities for any host',
    { certificates: { '*': PEM } },
    'gitops-host at test/configuration: certificates',
  ],
  [
    'no certificate',
    { certificates: { 'git.example.com': 'trust me' } },
    'gitops-certificate at test/configuration: certificates.git.example.com',
  ],
  [
    'a key beside the certificate',
    { certificates: { 'git.example.com': `${PEM}-----BEGIN PRIVATE KEY-----\n` } },
    'gitops-certificate at test/configuration: certificates.git.example.com',
  ],
  [
    'a short id',
    { signatureKeys: { DEADBEEF: KEY } },
    'gitops-public-key-id at test/configuration: signatureKeys',
  ],
  [
    'a private key',
    { signatureKeys: { '4AEE18F83AFDEB23': KEY.replaceAll('PUBLIC', 'PRIVATE') } },
    'gitops-public-key at test/configuration: signatureKeys.4AEE18F83AFDEB23',
  ],
])('fails when it is given %s', (_, differs, problem) => {
  expect(problemsOf(() => configuration({ ...props(), ...differs }))).toEqual([problem]);
});

function pem(title: string): string {
  return `-----BEGIN ${title}-----\nMIIB\n-----END ${title}-----\n`;
}

function props(): ArgoCdConfigurationProps {
  return { members: MEMBERS, labels: { owner: 'platform', 'app.kubernetes.io/part-of': 'platform' } };
}

function configuration(given = props()) {
  return new ArgoCdConfiguration(testChart(), 'configuration', given).configMaps.map((each) => each.toJson());
}

function dataOf(name: string, given = props()): Record<string, string> {
  return configuration(given).find(({ metadata }) => metadata.name === name)?.data;
}

function policy(): string[] {
  return (dataOf('argocd-rbac-cm')['policy.csv'] ?? '').trim().split('\n');
}
