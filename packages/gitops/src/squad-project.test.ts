import { only, problemsOf, squadProjectProps, testChart } from './chart.fixture';
import { SquadProject, type SquadProjectProps } from './squad-project';

test('a squad deploys its kinds from one repository into its own namespace', () => {
  const { spec, metadata } = project();
  expect(metadata).toMatchObject({ name: 'squad-bank', namespace: 'argocd' });
  expect(spec).toMatchObject({
    sourceRepos: ['https://git.example.com/platform/plinth.git'],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'bank' }],
    clusterResourceWhitelist: [],
    clusterResourceBlacklist: [{ group: '*', kind: '*' }],
    orphanedResources: { warn: true },
  });
});

test('a squad writes no rights, no quotas, no secrets and no authority of the cluster', () => {
  const kinds = permitted().map(({ kind }) => kind);
  expect(kinds).toContain('Deployment');
  for (const kind of [
    'Role',
    'RoleBinding',
    'ResourceQuota',
    'LimitRange',
    'Namespace',
    'Secret',
    'ClusterIssuer',
    'CertificateRequest',
  ]) {
    expect(kinds).not.toContain(kind);
  }
});

test('no kind is permitted by a pattern', () => {
  expect(permitted().filter(({ group, kind }) => `${group}${kind}`.includes('*'))).toEqual([]);
});

test('its people see and sync its own applications and do nothing else', () => {
  const { roles } = project().spec as { roles: unknown };
  expect(roles).toEqual([
    {
      name: 'member',
      description: 'sees and syncs the applications of squad-bank',
      groups: ['squad-bank@example.com'],
      policies: [
        'p, proj:squad-bank:member, applications, get, squad-bank/*, allow',
        'p, proj:squad-bank:member, applications, sync, squad-bank/*, allow',
      ],
    },
  ]);
});

test('with keys, only commits that one of them signed are deployed', () => {
  const { signatureKeys } = project({ signatureKeys: ['4AEE18F83AFDEB23'] }).spec as {
    signatureKeys: unknown;
  };
  expect(signatureKeys).toEqual([{ keyID: '4AEE18F83AFDEB23' }]);
});

test.each<[string, Partial<SquadProjectProps>, string]>([
  ['any squad', { squad: '*' }, 'gitops-name at test/project: squad'],
  ['any repository', { repository: '*' }, 'gitops-repository at test/project: repository'],
  [
    'a pattern of repositories',
    { repository: 'https://git.example.com/*' },
    'gitops-repository at test/project: repository',
  ],
  [
    'a repository without TLS',
    { repository: 'http://git.example.com/a.git' },
    'gitops-repository at test/project: repository',
  ],
  [
    'credentials in the URL',
    { repository: 'https://me:token@git.example.com/a.git' },
    'gitops-repository at test/project: repository',
  ],
  ['any cluster', { server: '*' }, 'gitops-server at test/project: server'],
  ['people of Kubernetes', { group: 'system:masters' }, 'gitops-group at test/project: group'],
  ['a short key', { signatureKeys: ['DEADBEEF'] }, 'gitops-signature-key at test/project: signatureKeys[0]'],
  ['no key at all', { signatureKeys: [] }, 'gitops-signature-key at test/project: signatureKeys'],
])('fails when a squad is given %s', (_, differs, problem) => {
  expect(problemsOf(() => project(differs))).toContain(problem);
});

test('fails when several props are wrong, with all of them', () => {
  expect(problemsOf(() => project({ server: '', repository: '', group: '' }))).toEqual([
    'gitops-repository at test/project: repository',
    'gitops-server at test/project: server',
    'gitops-group at test/project: group',
  ]);
});

test('fails when a repository is a pattern, in four parts', () => {
  expect(() => project({ repository: 'https://git.example.com/*' })).toThrow(
    'test/project: repository: found "https://git.example.com/*"; allowed: the https URL of one Git repository' +
      ' that ends in ".git", without pattern and credentials; write for example "https://git.example.com/platform/plinth.git"',
  );
});

function project(differs?: Partial<SquadProjectProps>) {
  const chart = testChart();
  new SquadProject(chart, 'project', squadProjectProps(differs));
  return only(chart, 'AppProject');
}

function permitted() {
  const { namespaceResourceWhitelist } = project().spec as {
    namespaceResourceWhitelist: readonly { group: string; kind: string }[];
  };
  return namespaceResourceWhitelist;
}
