import { applyAll, type KubernetesObject } from '@plinth/testing';
import type { Delivery } from '../delivered/delivery';

const began = Date.now();

/** One line, with the seconds since the start. */
export function announce(what: string): void {
  const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${what}\n`);
}

export function farewell(): void {
  announce('nothing is left running');
}

/** Deploys everything through the root application and says what happens to each application, until all are there. */
export async function followApplications(
  { cluster, byHand, path }: Delivery,
  { kubectl, signal }: { readonly kubectl: string; readonly signal: AbortSignal },
): Promise<void> {
  announce(`ready; by hand go the projects and the root application, the rest comes from Git (${path})`);
  const states = new Map<string, string>();
  const allThere = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
    const onEvent = ({ object }: { readonly object: KubernetesObject }): void => {
      const { name } = object.metadata;
      const state = stateOf(object);
      if (states.get(name) === state) return;
      states.set(name, state);
      // Just made: Argo CD has not looked yet.
      if (state === NEW) return;
      const done = [...states.values()].filter((each) => each === DONE).length;
      announce(`${`${done}/${states.size}`.padStart(6)}  ${name.padEnd(36)} ${state}`);
      // The root application is there when all that it made is there.
      if (states.get('root') === DONE && done === states.size) resolve();
    };
    void cluster.api.watch('argoproj.io/v1alpha1', 'Application', onEvent, { signal });
  });
  await applyAll(cluster.api, byHand);
  await allThere;
  if (!signal.aborted) invite(states.size, kubectl, cluster.kubeconfig);
}

const DONE = 'Synced, Healthy';
const NEW = 'new';

function stateOf({ status }: KubernetesObject): string {
  const { sync, health } = status ?? {};
  return sync?.status && health?.status ? `${sync.status}, ${health.status}` : NEW;
}

function invite(count: number, kubectl: string, kubeconfig: string): void {
  announce(`all ${count} applications are Synced and Healthy`);
  process.stdout.write(`
In another terminal:

  export KUBECONFIG=${kubeconfig}
  alias kubectl=${kubectl}

  kubectl get applications --namespace argocd
  kubectl get pods --all-namespaces --output wide
  kubectl delete pdb ledger --namespace exchange      # comes back by itself
  kubectl drain node-a1 --ignore-daemonsets --delete-emptydir-data

Ctrl-C stops everything and leaves nothing behind.
`);
}
