import { join } from 'node:path';
import { applyAll, type KubernetesObject, LocalCluster, readManifests } from '@plinth/testing';
import { root } from '../company/read-releases';
import { engines } from './_cluster';

const MANIFESTS = readManifests(join(root, 'manifests/prod/platform')).filter(
  ({ kind, metadata }) =>
    (kind === 'Namespace' && metadata.name === 'vault') ||
    (['Role', 'RoleBinding'].includes(kind) && metadata.namespace === 'vault'),
);

let cluster: LocalCluster;

beforeAll(async () => {
  cluster = await LocalCluster.start({ engines: await engines(), name: 'vault-people' });
  await applyAll(cluster.api, MANIFESTS);
});

afterAll(async () => {
  await cluster?.stop({
    keepLogs: (globalThis as { plinthTestFailed?: boolean }).plinthTestFailed === true,
  });
});

/** Whether the API server lets a member of a group do something in the namespace of Vault: `create pods/portforward vault-0`. */
async function may(group: string, what: string, namespace = 'vault'): Promise<boolean> {
  const [verb, target = '', name] = what.split(' ');
  const [resource, subresource] = target.split('/');
  const review: KubernetesObject = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: { name: '' },
    spec: {
      user: 'a.keller@acme.example',
      groups: [group, 'system:authenticated'],
      resourceAttributes: { namespace, verb, resource, subresource, name },
    },
  };
  const { status } = await cluster.api.create(review);
  return status.allowed;
}

const groups = MANIFESTS.filter(({ kind }) => kind === 'RoleBinding').map(
  ({ subjects }) => subjects[0].name as string,
);

/** All that `kubectl port-forward svc/vault-active` asks for. */
const DOOR = [
  'get services vault-active',
  'list pods',
  'get pods vault-0',
  'create pods/portforward vault-0',
  'create pods/portforward vault-2',
];

const REST = [
  'create pods/portforward vault-snapshot-1',
  'create pods/portforward',
  'create pods/exec vault-0',
  'create pods/attach vault-0',
  'patch pods/ephemeralcontainers vault-0',
  'get pods/log vault-0',
  'create pods',
  'delete pods vault-0',
  'create serviceaccounts/token vault',
  'list secrets',
  'get secrets vault-server-tls',
  'update services vault-active',
];

describe.each(groups)('somebody of %s', (group) => {
  test.each(DOOR)('may %s', async (what) => {
    expect(await may(group, what)).toBe(true);
    expect(await may(group, what, 'cert-manager')).toBe(false);
  });

  test.each(REST)('fails to %s', async (what) => {
    expect(await may(group, what)).toBe(false);
  });
});

test('fails when somebody of another group comes', async () => {
  expect(groups.length).toBeGreaterThan(1);
  expect(await may('anybody@acme.example', 'create pods/portforward vault-0')).toBe(false);
});
