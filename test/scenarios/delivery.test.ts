import { SERVICE_KINDS } from '@plinth/gitops';
import { squad, webService } from '@plinth/model';
import { otherSquad, tinyWebService } from '@plinth/testing';
import { everyEnvironment, type Rendered, tiny } from './_rendered';

const environments = everyEnvironment();

test('a service is one application over its one file, into the namespace of its squad', () => {
  expect(tiny().get('delivery', 'Application', 'shop')).toMatchObject({
    metadata: { namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'] },
    spec: {
      project: 'squad-retail',
      source: {
        repoURL: 'https://code.acme.example/platform/plinth.git',
        targetRevision: 'main',
        path: 'manifests/first/workloads/retail',
        directory: { recurse: false, include: 'shop.yaml' },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'retail' },
    },
  });
});

test('a squad has one project, for its people, its namespace and the kinds of services', () => {
  const { spec } = tiny().get('delivery', 'AppProject', 'squad-retail');
  expect(spec).toMatchObject({
    sourceRepos: ['https://code.acme.example/platform/plinth.git'],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'retail' }],
    clusterResourceWhitelist: [],
    roles: [{ name: 'member', groups: ['retail-squad@acme.example'] }],
  });
  expect(spec.namespaceResourceWhitelist).toEqual(SERVICE_KINDS);
});

test('a squad and a service called platform are told from the platform', () => {
  const rendered = tiny(
    squad('platform', otherSquad),
    webService('platform', { ...tinyWebService, squad: 'platform' }),
  );
  expect(rendered.get('delivery', 'Application', 'platform').spec.project).toBe('squad-platform');
  expect(rendered.get('delivery', 'Application', 'stack-platform').spec.project).toBe('platform');
});

test('the people of every squad are known to Argo CD, those of the platform for two projects', () => {
  const policy = tiny(squad('platform', otherSquad)).get('delivery', 'ConfigMap', 'argocd-rbac-cm').data?.[
    'policy.csv'
  ];
  expect(policy).toContain('p, retail-squad@acme.example, projects, get, squad-retail, allow');
  expect(policy?.match(/, projects, get, (?:squad-)?platform, allow/g)).toHaveLength(2);
});

test('the root reads the folder of this stack, itself included', () => {
  const rendered = tiny();
  expect(rendered.get('delivery', 'Application', 'root').spec.source).toMatchObject({
    path: 'manifests/first/delivery',
    directory: { recurse: true },
  });
  expect(rendered.files.map(({ path }) => path)).toContain('delivery/argocd/root.yaml');
});

test('projects exist before the platform is applied, and the platform before services', () => {
  const rendered = tiny();
  const wave = (kind: string, name: string) => waveIn(rendered, kind, name);
  expect(wave('AppProject', 'platform')).toBeLessThan(wave('Application', 'stack-platform'));
  expect(wave('AppProject', 'squad-retail')).toBeLessThan(wave('Application', 'stack-platform'));
  expect(wave('Application', 'stack-platform')).toBeLessThan(wave('Application', 'shop'));
});

describe.each(environments.map((rendered) => [rendered.environment.name, rendered] as const))(
  'in %s',
  (_, rendered) => {
    const applications = rendered.objectsOf('delivery').filter(({ kind }) => kind === 'Application');
    const projects = rendered.objectsOf('delivery').filter(({ kind }) => kind === 'AppProject');

    test('every released service has exactly one application, which reads its file and no other', () => {
      const files = rendered.files.map(({ path }) => path).filter((path) => path.startsWith('workloads/'));
      const prefix = `manifests/${rendered.environment.name}/`;
      const read = applications
        .filter(({ spec }) => spec.source.directory.include !== undefined)
        .map(({ spec: { source } }) => `${source.path}/${source.directory.include}`.replace(prefix, ''));
      expect(read.sort()).toEqual(files.sort());
    });

    test('no application is in the project default, and every project named exists', () => {
      const named = applications.concat(addOns(rendered)).map(({ spec }) => spec.project as string);
      expect(named).not.toContain('default');
      expect(projects.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(named));
    });

    test('nothing is permitted to a squad by a pattern', () => {
      for (const { metadata, spec } of projects.filter(({ metadata }) =>
        metadata.name.startsWith('squad-'),
      )) {
        const { clusterResourceBlacklist: forbidden, ...permitted } = spec;
        expect(forbidden).toEqual([{ group: '*', kind: '*' }]);
        // The one pattern left means every application of the project itself.
        expect(JSON.stringify(permitted).replaceAll(`, ${metadata.name}/*, allow`, '')).not.toContain('*');
      }
    });

    test('what a squad renders is what its project permits', () => {
      const permitted = SERVICE_KINDS.map(({ group, kind }) => `${group}/${kind}`);
      const kinds = new Set(
        rendered.objectsOf('workloads').map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`),
      );
      expect([...kinds].filter((kind) => !permitted.includes(kind))).toEqual([]);
    });

    test('what the platform renders is what its project permits', () => {
      const { spec } = rendered.get('delivery', 'AppProject', 'platform');
      const permitted = [...spec.clusterResourceWhitelist, ...spec.namespaceResourceWhitelist].map(
        ({ group, kind }) => `${group}/${kind}`,
      );
      const namespaces = spec.destinations.map(({ namespace }: { namespace: string }) => namespace);
      for (const { apiVersion, kind, metadata } of rendered
        .objectsOf('platform')
        .concat(rendered.objectsOf('delivery'))) {
        expect(permitted).toContain(`${groupOf(apiVersion)}/${kind}`);
        if (metadata.namespace !== undefined) expect(namespaces).toContain(metadata.namespace);
      }
      expect(namespaces).toEqual(
        expect.arrayContaining(addOns(rendered).map((one) => one.spec.destination.namespace)),
      );
    });
  },
);

function addOns(rendered: Rendered) {
  return rendered.objectsOf('platform').filter(({ kind }) => kind === 'Application');
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

function waveIn(rendered: Rendered, kind: string, name: string): number {
  return Number(rendered.get('delivery', kind, name).metadata.annotations['argocd.argoproj.io/sync-wave']);
}
