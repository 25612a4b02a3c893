import { applyAll, type KubernetesObject, refTo, UNREADY_IMAGE_DIGEST, until } from '@plinth/testing';
import { engines } from './_cluster';
import { type Delivery, startDelivery } from './delivered/delivery';

let delivery: Delivery;

const DIGEST = /sha256:[0-9a-f]{64}/;

/** The program of a service that declares secrets: it waits for files, as all such programs do before Vault is there. */
const SIGNER = /(\/wallet-signer:\S+@)sha256:[0-9a-f]{64}/;

beforeAll(async () => {
  // As on the day of the first start: Vault's servers run and nobody has initialized them.
  delivery = await startDelivery('dev', await engines(), (tree, path) => {
    tree.edit(`${path}/platform/argocd/vault.yaml`, DIGEST, UNREADY_IMAGE_DIGEST);
    tree.edit(`${path}/workloads/wallet/wallet-signer.yaml`, SIGNER, `$1${UNREADY_IMAGE_DIGEST}`);
  });
  await applyAll(delivery.cluster.api, delivery.byHand);
});

afterAll(async () => {
  await delivery?.cluster.stop({
    keepLogs: (globalThis as { plinthTestFailed?: boolean }).plinthTestFailed === true,
  });
});

describe('before Vault is initialized', () => {
  test('every service is deployed, whether it declares secrets or not', async () => {
    await haveSynced(delivery.services, delivery.repository.head);
    expect(delivery.services).toContain('wallet-signer');
    expect(await healthOf('wallet-signer')).toBe('Progressing');
    const { status } = await delivery.cluster.api.get(refTo('apps/v1', 'StatefulSet', 'vault', 'vault'));
    expect([status.replicas > 0, status.readyReplicas ?? 0]).toEqual([true, 0]);
  });

  test('what Argo CD shows says who waits: Vault does, the platform does not', async () => {
    expect([await healthOf('vault'), await healthOf('stack-platform')]).toEqual(['Progressing', 'Healthy']);
  });

  test('a commit to the platform and to a service is deployed', async () => {
    const head = delivery.repository.commit('a working day', (tree) => {
      const { path } = delivery;
      tree.edit(`${path}/platform/priority-classes.yaml`, /description: .*/, 'description: another');
      tree.edit(`${path}/workloads/platform/status-page.yaml`, DIGEST, `sha256:${'ab'.repeat(32)}`);
    });
    await haveSynced(['root', 'stack-platform', ...delivery.services], head);
    expect(await healthOf('vault')).toBe('Progressing');
  });

  test("fails when Vault's health counts: the platform waits for it, and with it what comes after the platform", async () => {
    delivery.repository.commit('no exception', (tree) =>
      tree.edit(`${delivery.path}/platform/argocd/vault.yaml`, / +\S+\/ignore-healthcheck: "true"\n/, ''),
    );
    await delivery.argoCd.announceCommit();
    await until('the platform waits', async () => (await healthOf('stack-platform')) === 'Progressing', {
      seconds: 120,
    });
  });
});

/** Waits until applications have deployed a commit; what they deployed need not be healthy. */
async function haveSynced(names: readonly string[], revision: string): Promise<void> {
  let look = 0;
  await until(
    `${names.length} applications have deployed ${revision.slice(0, 7)}`,
    async () => {
      // What is said while an application compares may go unheard.
      if (look % 20 === 0) await delivery.argoCd.announceCommit();
      look += 1;
      const there = await delivery.argoCd.applications();
      const done = there.filter((each) => hasSynced(each, revision)).map(({ metadata }) => metadata.name);
      const waiting = names.filter((name) => !done.includes(name));
      if (waiting.length > 0) throw new Error(`waiting: ${waiting.join(', ')}`);
      return true;
    },
    { seconds: 400, every: 500 },
  );
}

function hasSynced({ status }: KubernetesObject, revision: string): boolean {
  return (
    status?.sync?.status === 'Synced' &&
    status.sync.revision === revision &&
    status.operationState?.phase === 'Succeeded'
  );
}

async function healthOf(application: string): Promise<string> {
  return (await delivery.argoCd.application(application)).status.health?.status;
}
