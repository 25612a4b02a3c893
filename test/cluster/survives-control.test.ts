import { applyAll, until } from '@plinth/testing';
import { useCluster } from './_cluster';
import { forCompany, useCompany } from './survives/company';
import { FAULTS } from './survives/faults';
import { forcedDeletions } from './survives/forced-deletions';
import { drain, uncordon } from './survives/kubectl';
import { newVersion, workloadsIn } from './survives/new-version';
import { isQuiet } from './survives/quiet';
import { suffer } from './survives/suffer';

const company = useCompany(useCluster(forCompany({ name: 'control', nodesPerZone: 1 })), {
  environment: 'prod',
});

const COMPONENT = 'app.kubernetes.io/component';
const STATEFUL = 'stateful-node';
/**
 * A pod that comes back under its own name, when nobody saw it go, counts as leaving for two more minutes: those are safe, but
 * the drain would last as long.
 */
const ALIKE = `${COMPONENT}!=${STATEFUL}`;

/** The program stands still while `act` runs; it goes on, however that ends. */
async function pausing<T>(
  name: 'kube-scheduler' | 'kube-controller-manager',
  act: () => Promise<T>,
): Promise<T> {
  const program = company().cluster.controlPlane.process(name);
  program.signal('SIGSTOP');
  try {
    return await act();
  } finally {
    program.signal('SIGCONT');
  }
}

test('without a scheduler a rollout waits, and goes on when there is one', async () => {
  const { cluster, manifests, services, observer } = company();
  const deployments = workloadsIn(manifests).filter(({ kind }) => kind === 'Deployment');
  const { fallen } = await suffer(company(), 'noScheduler', async () => {
    await pausing('kube-scheduler', async () => {
      await applyAll(
        cluster.api,
        deployments.map((deployment) => newVersion(deployment, FAULTS.noScheduler)),
      );
      await until('the new pod of every Deployment waits for a node', async () =>
        services
          .filter(({ kind }) => kind === 'Deployment')
          .every((one) => observer.podsOf(one).some(({ spec }) => spec.nodeName === undefined)),
      );
    });
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
});

test('without controllers nobody counts who is back: each budget lets one pod go, and the drain waits for the rest', async () => {
  const { cluster } = company();
  const nodes = cluster.nodes.in();
  const { fallen } = await suffer(company(), 'noControllers', async () => {
    const drains = await pausing('kube-controller-manager', async () => {
      const begun = nodes.map((node) => drain(cluster, node, { pods: ALIKE }));
      await until('every budget is used up', async () => {
        const budgets = await cluster.api.list('policy/v1', 'PodDisruptionBudget');
        return budgets
          .filter(({ metadata }) => metadata.labels?.[COMPONENT] !== STATEFUL)
          .every(({ status }) => status.disruptionsAllowed === 0);
      });
      return begun;
    });
    await uncordon(cluster, ...nodes);
    expect(await Promise.all(drains)).toEqual(nodes.map(() => expect.objectContaining({ ok: true })));
    await isQuiet(company());
  });
  expect(fallen).toEqual([]);
  expect(forcedDeletions(cluster)).toEqual([]);
});
