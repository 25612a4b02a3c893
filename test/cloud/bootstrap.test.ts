import { join } from 'node:path';
import { formatIdentity, identityOf } from '@plinth/rules';
import { CHECKOUT } from '../cli/run-plinth';
import { findManifests } from '../cluster/judges/manifests';
import { plannedEnvironments, plansOf, type ReviewedResource } from './reviewed-plan';
import { stringsOfKey } from './strings-of-key';

const KUBERNETES = /^kubernetes:(?!helm)/;

/** Rendered, and made by others: by the chart, and by Kubernetes. */
const MADE_BY_OTHERS = ['ConfigMap argocd/argocd-gpg-keys-cm', 'ServiceAccount argocd/default'];

describe.each(plannedEnvironments)('Argo CD’s first start in %s', (environment) => {
  const plan = plansOf(environment).find(({ project }) => project === 'bootstrap');
  const resources = plan?.resources ?? [];
  const objects = resources.filter(({ type }) => KUBERNETES.test(type));
  const secrets = objects.filter(({ type }) => type.endsWith(':Secret'));
  const keptByGit = objects.filter((resource) => !secrets.includes(resource));
  const [release] = resources.filter(({ type }) => type.endsWith(':Release'));
  const values = release?.inputs.values;

  const rendered = new Map(
    findManifests(join(CHECKOUT, 'manifests', environment)).objects.map(({ object, file }) => [
      formatIdentity(identityOf(object)),
      { object, file },
    ]),
  );
  const namesIn = (file: string) =>
    [...rendered].filter(([, found]) => found.file === file).map(([name]) => name);

  test('finds all of the namespace and of the configuration that Git will keep, but what others make', () => {
    const files = ['platform/argocd/namespace.yaml', 'delivery/argocd/configuration.yaml'];
    const expected = [...files.flatMap(namesIn), 'AppProject argocd/platform', 'Application argocd/root'];
    expect(MADE_BY_OTHERS.filter((name) => !expected.includes(name))).toEqual([]);

    const made = keptByGit.map(nameOf).sort();
    expect(made).toEqual(expected.filter((name) => !MADE_BY_OTHERS.includes(name)).sort());
  });

  test.each(keptByGit.map((resource) => [nameOf(resource), resource] as const))(
    '%s is made once, as it is rendered, and left to Git',
    (name, { inputs, options }) => {
      expect(inputs).toEqual(rendered.get(name)?.object);
      expect(options).toMatchObject({ retainOnDelete: true });
      expect([...(options?.ignoreChanges ?? []), 'apiVersion', 'kind'].sort()).toEqual(
        Object.keys(inputs).sort(),
      );
    },
  );

  test('keeps secrets its own, and shows none', () => {
    expect(secrets.map(({ name }) => name)).toEqual([
      'argocd-charts',
      'argocd-cluster',
      'argocd-repo-server-tls',
      'argocd-repository',
    ]);
    for (const { inputs, options } of secrets) {
      expect(inputs).toMatchObject({ stringData: '[secret]' });
      expect(inputs).not.toHaveProperty('data');
      expect(options).toBeUndefined();
    }
  });

  test('has everything in one namespace', () => {
    const places = objects.map(({ inputs: { kind, metadata } }) =>
      kind === 'Namespace' ? metadata.name : metadata.namespace,
    );
    expect(new Set([...places, release?.inputs.namespace])).toEqual(new Set(['argocd']));
  });

  test('may use every priority class that its pods name', () => {
    const named = new Set(stringsOfKey(values, ['priorityClassName']));
    expect([...named]).toEqual(['system-cluster-critical']);
    const scopes = objects.flatMap(({ inputs }) => inputs.spec?.scopeSelector?.matchExpressions ?? []);
    expect(scopes).toEqual([{ scopeName: 'PriorityClass', operator: 'In', values: [...named] }]);
  });

  test('is told by the chart nothing that Git tells it', () => {
    const { secret, ...configMaps } = values.configs;
    expect(secret).toEqual({ createSecret: true });
    // The chart has no such switch for signature keys.
    expect(Object.keys(configMaps).sort()).toEqual(['cm', 'params', 'rbac', 'ssh', 'tls']);
    for (const each of Object.values(configMaps)) expect(each).toEqual({ create: false });
  });

  test('says of every image where it is, and which', () => {
    const images = [
      values.global.image,
      ...[values.redis, values['redis-ha'], values['redis-ha'].haproxy].flatMap(
        (program) => program?.image ?? [],
      ),
    ];
    expect(images.length).toBeGreaterThanOrEqual(2);
    for (const { repository, tag } of images) {
      expect(repository).toMatch(/^[a-z0-9-]+-docker\.pkg\.dev\/[^/]+\/(?:quay|docker)-io\//);
      expect(tag).toMatch(/^v?\d+\.\d+\.\d+(?:-alpine)?$/);
    }
  });

  test('bounds every program that is started', () => {
    const { replicas } = values.server;
    const cache = values['redis-ha'];
    expect(cache.enabled).toBe(replicas >= 3);
    const caches = cache.enabled ? [cache.redis, cache.sentinel, cache.haproxy] : [values.redis];
    const programs = [values.controller, values.server, values.repoServer, values.redisSecretInit, ...caches];
    for (const { resources: size } of programs) {
      const amounts = { cpu: expect.any(String), memory: expect.any(String) };
      expect(size).toMatchObject({ requests: amounts, limits: amounts });
      expect(size.limits.memory).toBe(size.requests.memory);
    }
  });

  test('trusts its repository server under the names by which it is called, and renews half a year before', () => {
    const [certificate] = resources.filter(({ type }) => type.endsWith(':SelfSignedCert'));
    expect(certificate?.inputs).toMatchObject({
      dnsNames: ['argocd-repo-server', 'argocd-repo-server.argocd.svc'],
      validityPeriodHours: 365 * 24,
      earlyRenewalHours: 180 * 24,
    });
    expect(values.fullnameOverride).toBe('argocd');
  });
});

function nameOf({ inputs }: ReviewedResource): string {
  return formatIdentity(identityOf(inputs));
}
