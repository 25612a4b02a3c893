import { isDeepStrictEqual } from 'node:util';
import {
  applyAll,
  type KubernetesObject,
  MISSING_IMAGE_DIGEST,
  type ObjectRef,
  refTo,
  titleOf,
  until,
  type WatchEvent,
} from '@plinth/testing';
import { engines } from './_cluster';
import { type Delivery, startDelivery } from './delivered/delivery';
import { MilestoneWatch } from './delivered/milestones';
import {
  application,
  configMap,
  contentOf,
  deployment,
  disruptionBudget,
  document,
  documentsOf,
  joined,
  networkPolicy,
  rights,
} from './delivered/objects';

/** Of a service's own image: the agent of its secrets stands before it and has another. */
const DIGEST = /(?<=\/apps\/\S+@)sha256:[0-9a-f]{64}/;

let delivery: Delivery;
let milestones: MilestoneWatch;

// What seven replicas are for: the autoscaler is at work while everything is deployed.
const USERS = 3_490;
const REPLICAS = 7;
const USERS_METRIC = 'custom.googleapis.com|exchange|active_users';

beforeAll(async () => {
  delivery = await startDelivery('prod', await engines());
  delivery.metrics.external.set(USERS_METRIC, USERS);
  milestones = await MilestoneWatch.start(delivery.cluster.api);
  await applyAll(delivery.cluster.api, delivery.byHand);
  await delivery.delivers(delivery.repository.head);
});

afterAll(async () => {
  milestones?.stop();
  await delivery?.cluster.stop({
    keepLogs: (globalThis as { plinthTestFailed?: boolean }).plinthTestFailed === true,
  });
});

describe('from an empty cluster', () => {
  test('every application that the manifests declare is synced and healthy', async () => {
    const declared = delivery.manifests.filter(({ kind }) => kind === 'Application');
    const applications = await delivery.argoCd.applications();
    expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual(
      declared.map(({ metadata }) => metadata.name).sort(),
    );
    for (const { metadata, status } of applications) {
      expect([metadata.name, status.sync.status, status.health.status]).toEqual([
        metadata.name,
        'Synced',
        'Healthy',
      ]);
    }
  });

  test('nothing was rewritten: applications read the addresses of the environment, and no other host was asked', async () => {
    for (const { metadata, spec } of delivery.manifests.filter(({ kind }) => kind === 'Application')) {
      const live = (await delivery.argoCd.application(metadata.name)).spec;
      expect([live.source.repoURL, live.source.path]).toEqual([spec.source.repoURL, spec.source.path]);
      expect([live.destination, live.project]).toEqual([spec.destination, spec.project]);
    }
    expect(delivery.argoCd.refusedHosts).toEqual([]);
  });

  test('every object of the manifests exists, and what the charts bring', async () => {
    const absent = (await delivery.uids()).filter(([, uid]) => uid === undefined);
    expect(absent).toEqual([]);
    expect(await delivery.exists(deployment('cert-manager-webhook', 'cert-manager'))).toBe(true);
    expect(await delivery.exists(refTo('apps/v1', 'StatefulSet', 'vault', 'vault'))).toBe(true);
  });

  test('the platform is done before any service begins', () => {
    const { done } = milestones.of('stack-platform');
    expect(delivery.services.length).toBeGreaterThan(10);
    for (const name of delivery.services) expect(milestones.of(name).created).toBeGreaterThan(done);
  });

  test.each(['cert-manager', 'trust-manager'])('%s is done before what needs it begins', (operator) => {
    const { done } = milestones.of(operator);
    for (const name of ['vault', 'custom-metrics-stackdriver-adapter']) {
      expect(milestones.of(name).created).toBeGreaterThan(done);
    }
  });
});

describe('a commit', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const checksum = 'cd'.repeat(32);
  const ended = new AbortController();
  let fewest = Number.POSITIVE_INFINITY;

  function fewestOf(name: string): (event: WatchEvent) => void {
    return ({ object: { metadata, spec } }) => {
      if (metadata.name === name) fewest = Math.min(fewest, spec.replicas);
    };
  }

  afterAll(() => ended.abort());

  beforeAll(async () => {
    const file = (name: string) => `${delivery.path}/workloads/${name}.yaml`;
    const scaled = deployment('exchange-manager', 'exchange');
    await until(
      'the autoscaler has come to its number of replicas',
      async () => (await delivery.cluster.api.get(scaled)).status.readyReplicas >= REPLICAS,
      { seconds: 300 },
    );
    await delivery.cluster.api.watch('apps/v1', 'Deployment', fewestOf('exchange-manager'), {
      namespace: 'exchange',
      signal: ended.signal,
    });
    const head = delivery.repository.commit('a working day', (tree) => {
      tree.edit(file('workspace/workspace-mailer'), DIGEST, digest);
      tree.edit(file('exchange/exchange-manager'), DIGEST, digest);
      tree.edit(file('exchange/order-matcher'), '  replicas: 3', '  replicas: 4');
      tree.edit(file('chain/chain-indexer'), /checksum\/config: .*/, `checksum/config: ${checksum}`);
      tree.edit(file('chain/chain-indexer'), '  config.yaml: |\n', '  config.yaml: |\n    changed: true\n');
      const documents = documentsOf(tree.read(file('platform/status-page')));
      const kept = documents.filter((text) => !text.includes('kind: PodDisruptionBudget'));
      tree.write(file('platform/status-page'), joined(kept));
    });
    await delivery.delivers(head);
  });

  test('rolls a new image out', async () => {
    const { spec, status } = await delivery.cluster.api.get(deployment('workspace-mailer', 'workspace'));
    expect(spec.template.spec.containers[0].image).toContain(digest);
    expect([status.updatedReplicas, status.unavailableReplicas]).toEqual([status.replicas, undefined]);
  });

  test('rolls a new configuration out', async () => {
    const { data } = await delivery.cluster.api.get(configMap('chain-indexer', 'chain'));
    expect(data['config.yaml']).toContain('changed: true');
    const { spec, status } = await delivery.cluster.api.get(deployment('chain-indexer', 'chain'));
    expect(spec.template.metadata.annotations['checksum/config']).toBe(checksum);
    expect(status.updatedReplicas).toBe(status.replicas);
  });

  test('changes how many there are', async () => {
    expect(
      (await delivery.cluster.api.get(deployment('order-matcher', 'exchange'))).status.readyReplicas,
    ).toBe(4);
  });

  test('leaves the number to the autoscaler where there is one', async () => {
    const { spec } = await delivery.cluster.api.get(deployment('exchange-manager', 'exchange'));
    expect(spec.template.spec.containers[0].image).toContain(digest);
    expect(spec.replicas).toBeGreaterThanOrEqual(REPLICAS);
    expect(fewest).toBeGreaterThanOrEqual(REPLICAS);
  });

  test('takes away what Git no longer has', async () => {
    expect(await delivery.exists(disruptionBudget('status-page', 'platform'))).toBe(false);
  });
});

describe('what is changed by hand', () => {
  const anybody = [{ kind: 'User', name: 'mallory', apiGroup: 'rbac.authorization.k8s.io' }];
  const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
  const unrestricted = { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } };
  const drift: readonly (readonly [string, ObjectRef, object])[] = [
    ['the number of replicas', deployment('status-page', 'platform'), { spec: { replicas: 1 } }],
    [
      'how a rollout goes',
      deployment('wallet-signer', 'wallet'),
      { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } },
    ],
    [
      'an opened network policy',
      networkPolicy('wallet-signer', 'wallet'),
      { spec: { ingress: [{}], egress: [{}] } },
    ],
    ['a widened role', rights('Role', 'viewer', 'bank'), { rules: everything }],
    ['a binding for somebody else', rights('RoleBinding', 'viewer', 'bank'), { subjects: anybody }],
    ['a lifted quota', refTo('v1', 'ResourceQuota', 'bots', 'bots'), { spec: { hard: { pods: '1000' } } }],
    ['a namespace for any pod', refTo('v1', 'Namespace', 'bots'), { metadata: unrestricted }],
    [
      'a project for everything',
      refTo('argoproj.io/v1alpha1', 'AppProject', 'squad-bots', 'argocd'),
      { spec: { sourceRepos: ['*'] } },
    ],
    [
      'an application that heals nothing',
      application('price-bot'),
      { spec: { syncPolicy: { automated: { selfHeal: false } } } },
    ],
    [
      'what Argo CD is told',
      configMap('argocd-rbac-cm', 'argocd'),
      { data: { 'policy.default': 'role:admin' } },
    ],
  ];

  const healing = new Map<string, { readonly before: object; readonly changed: object }>();

  // All at once: an application that is disturbed again while it heals waits a little longer each time.
  beforeAll(async () => {
    const { api } = delivery.cluster;
    for (const [what, ref, change] of drift) {
      const before = contentOf(await api.get(ref));
      healing.set(what, { before, changed: contentOf(await api.patch(ref, change)) });
    }
  });

  test.each(drift)('becomes again what Git says: %s', async (what, ref) => {
    const { before, changed } = healing.get(what) ?? {};
    expect(changed).not.toEqual(before);
    await until(
      'it is as before',
      async () => isDeepStrictEqual(contentOf(await delivery.cluster.api.get(ref)), before),
      { seconds: 90 },
    );
  });
});

describe('what is deleted by hand', () => {
  const deleted: readonly ObjectRef[] = [
    disruptionBudget('exchange-manager', 'exchange'),
    disruptionBudget('vault', 'vault'),
    networkPolicy('ledger', 'exchange'),
    networkPolicy('default-deny', 'bank'),
    rights('RoleBinding', 'responder', 'bank'),
    configMap('ledger', 'exchange'),
    refTo('autoscaling/v2', 'HorizontalPodAutoscaler', 'wallet-api', 'wallet'),
    application('status-page'),
  ];

  const titled = deleted.map((ref) => [titleOf(ref), ref] as const);
  const before = new Map<string, KubernetesObject>();

  beforeAll(async () => {
    // What an unfinished sync has applied and no longer finds, it waits for.
    await delivery.delivers(delivery.repository.head);
    const { api } = delivery.cluster;
    for (const [title, ref] of titled) before.set(title, await api.get(ref));
    for (const ref of deleted) await api.delete(ref);
  });

  test.each(titled)('comes back: %s', async (title, ref) => {
    const old = before.get(title);
    if (old === undefined) throw new Error(`${title} was there`);
    const after = await until(
      'there is a new one',
      async () => {
        const now = await delivery.cluster.api.tryGet(ref);
        return now !== undefined && now.metadata.uid !== old.metadata.uid && now;
      },
      { seconds: 90 },
    );
    expect(contentOf(after)).toEqual(contentOf(old));
  });
});

describe('what is empty by mistake', () => {
  let before: unknown;

  beforeAll(async () => {
    await delivery.delivers(delivery.repository.head);
    before = await delivery.uids();
    delivery.repository.commit('a bad merge', (tree) => {
      tree.write(`${delivery.path}/workloads/bots/price-bot.yaml`, '');
      tree.remove(`${delivery.path}/platform`);
      tree.write(`${delivery.path}/platform/README.md`, 'nothing here\n');
      tree.remove(`${delivery.path}/workloads/exchange`);
      tree.remove(`${delivery.path}/delivery`);
    });
    await delivery.argoCd.announceCommit();
  });

  test.each(['price-bot', 'stack-platform'])(
    'an emptied file or folder is not deployed: %s',
    async (name) => {
      expect(await delivery.condition(name, 'SyncError')).toContain('auto-sync will wipe out all resources');
    },
  );

  test.each(['ledger', 'root'])('a folder that is gone is an error: %s', async (name) => {
    expect(await delivery.condition(name, 'ComparisonError')).toContain('app path does not exist');
  });

  test('nothing was deleted, and the commit that mends it is deployed', async () => {
    expect(await delivery.uids()).toEqual(before);
    await delivery.delivers(delivery.repository.revert());
    expect(await delivery.uids()).toEqual(before);
  });
});

describe('a version whose image is missing', () => {
  const file = () => `${delivery.path}/workloads/workspace/workspace-mailer.yaml`;

  beforeAll(async () => {
    delivery.repository.commit('a version that was never pushed', (tree) => {
      tree.edit(file(), DIGEST, MISSING_IMAGE_DIGEST);
      // Instead of ten minutes: no longer than this test waits for it.
      tree.edit(file(), 'progressDeadlineSeconds: 600', 'progressDeadlineSeconds: 20');
    });
    await delivery.argoCd.announceCommit();
  });

  test('turns the application Degraded while the version before serves', async () => {
    await until(
      'workspace-mailer is Degraded',
      async () =>
        (await delivery.argoCd.application('workspace-mailer')).status.health?.status === 'Degraded',
      { seconds: 120 },
    );
    const { status } = await delivery.cluster.api.get(deployment('workspace-mailer', 'workspace'));
    expect([status.availableReplicas, status.updatedReplicas]).toEqual([3, 1]);
  });

  test('is taken back by reverting the commit, and by nothing else', async () => {
    await delivery.delivers(delivery.repository.revert());
    const { status } = await delivery.cluster.api.get(deployment('workspace-mailer', 'workspace'));
    expect([status.availableReplicas, status.updatedReplicas, status.replicas]).toEqual([3, 3, 3]);
  });
});

describe('a file that reaches outside the project of its squad', () => {
  const reached = 'reached';
  const outside: readonly (readonly [string, string, ObjectRef])[] = [
    ['a namespace', 'bots/price-bot', refTo('v1', 'Namespace', reached)],
    ['rights in the whole cluster', 'chain/chain-indexer', rights('ClusterRole', reached)],
    ['an object of another squad', 'bank/bank-statements', configMap(reached, 'exchange')],
    ['an object of the system', 'wallet/wallet-notifier', configMap(reached, 'kube-system')],
    ['rights in its own namespace', 'workspace/workspace-mailer', rights('Role', reached, 'workspace')],
    ['a secret', 'exchange/market-feed', refTo('v1', 'Secret', reached, 'exchange')],
    ['a quota of its own', 'platform/status-page', refTo('v1', 'ResourceQuota', reached, 'platform')],
    ['another application', 'wallet/wallet-signer', application(reached)],
  ];

  beforeAll(async () => {
    delivery.repository.commit('outside', (tree) => {
      for (const [, name, ref] of outside) {
        const path = `${delivery.path}/workloads/${name}.yaml`;
        tree.write(path, joined([...documentsOf(tree.read(path)), document(ref)]));
      }
      const [first, second] = ['ledger', 'market-data'].map(
        (name) => `${delivery.path}/workloads/exchange/${name}.yaml`,
      );
      const claimed = documentsOf(tree.read(`${first}`))
        .filter((text) => text.includes('kind: ConfigMap'))
        .map((text) => text.replace('\ndata:\n', '\ndata:\n  claimed: by another\n'));
      tree.write(`${second}`, joined([...documentsOf(tree.read(`${second}`)), ...claimed]));
    });
    await delivery.argoCd.announceCommit();
  });

  test.each(outside)('is refused: %s', async (_, name, ref) => {
    await delivery.refuses(name.replace(/^.*\//, ''), 'is not permitted in project');
    expect(await delivery.exists(ref)).toBe(false);
  });

  test('is refused: an object that another application has', async () => {
    await delivery.refuses('market-data', 'Shared resource found');
    const { data, metadata } = await delivery.cluster.api.get(configMap('ledger', 'exchange'));
    expect(metadata.annotations?.['argocd.argoproj.io/tracking-id']).toMatch(/^ledger:/);
    expect(data).not.toHaveProperty('claimed');
  });

  test('is deployed again as soon as a commit mends it', async () => {
    await delivery.delivers(delivery.repository.revert());
  });
});

describe('an application that reaches outside its project', () => {
  const SERVER = 'https://kubernetes.default.svc';
  const elsewhere = 'do not match any of the allowed destinations';
  const rogues: readonly (readonly [string, object, string])[] = [
    ['another-squad', { destination: { server: SERVER, namespace: 'exchange' } }, elsewhere],
    ['the-system', { destination: { server: SERVER, namespace: 'kube-system' } }, elsewhere],
    ['another-cluster', { destination: { server: 'https://10.0.0.1', namespace: 'bots' } }, 'not found'],
    ['the-project-default', { project: 'default' }, elsewhere],
    ['no-project', { project: 'nobody' }, 'nobody'],
  ];

  test.each(rogues)('is refused: %s', async (name, differs, because) => {
    const rogue = application(`rogue-${name}`);
    const { spec } = await delivery.argoCd.application('price-bot');
    await delivery.cluster.api.apply({ ...rogue, spec: { ...spec, ...differs } } as ObjectRef);
    expect(await delivery.condition(rogue.metadata.name, 'InvalidSpecError')).toContain(because);
    expect((await delivery.argoCd.application(rogue.metadata.name)).status.operationState).toBeUndefined();
    await delivery.cluster.api.delete(rogue);
  });

  test('is refused: from another repository', async () => {
    const rogue = application('rogue-repository');
    const { spec } = await delivery.argoCd.application('price-bot');
    const source = { ...spec.source, repoURL: 'https://git.acme.example/mallory/own.git' };
    await delivery.cluster.api.apply({ ...rogue, spec: { ...spec, source } } as ObjectRef);
    expect(await delivery.condition('rogue-repository', 'InvalidSpecError')).toContain(
      'is not permitted in project',
    );
    await delivery.cluster.api.delete(rogue);
  });
});

test('no program ended by itself meanwhile', () => {
  expect(delivery.argoCd.deaths).toEqual([]);
});
