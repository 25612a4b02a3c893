import { execFile } from 'node:child_process';
import { type Engines, type LocalCluster, prepareEngines } from '@plinth/testing';

let found: Promise<Engines> | undefined;

/** What a command said, and whether it succeeded. */
export interface Said {
  readonly ok: boolean;
  readonly text: string;
}

/** The real `kubectl`, as a person uses it. */
export async function kubectl(cluster: LocalCluster, ...args: readonly string[]): Promise<Said> {
  found ??= prepareEngines({ only: ['kubectl'] });
  const program = (await found).path('kubectl');
  const folder = cluster.workspace.path;
  const all = [`--kubeconfig=${cluster.kubeconfig}`, `--cache-dir=${folder}/kubectl-cache`, ...args];
  return new Promise((resolve) => {
    execFile(program, all, { env: { HOME: folder } }, (error, stdout, stderr) =>
      resolve({ ok: error === null, text: `${stdout}${stderr}` }),
    );
  });
}

export interface DrainOptions {
  /** After which `kubectl` gives up. @default '120s' */
  readonly timeout?: string;
  /** A label selector: only these pods. @default all */
  readonly pods?: string;
}

/** Cordons the node, and evicts what runs on it: how every maintenance of a node begins. */
export function drain(
  cluster: LocalCluster,
  node: string,
  { timeout = '400s', pods }: DrainOptions = {},
): Promise<Said> {
  const flags = ['--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${timeout}`];
  return kubectl(cluster, 'drain', node, ...flags, ...(pods === undefined ? [] : [`--pod-selector=${pods}`]));
}

/** These nodes take no new pods. */
export async function cordon(cluster: LocalCluster, ...nodes: readonly string[]): Promise<void> {
  await succeeds(cluster, 'cordon', ...nodes);
}

export async function uncordon(cluster: LocalCluster, ...nodes: readonly string[]): Promise<void> {
  await succeeds(cluster, 'uncordon', ...nodes);
}

async function succeeds(cluster: LocalCluster, ...args: readonly string[]): Promise<void> {
  const { ok, text } = await kubectl(cluster, ...args);
  if (!ok) throw new Error(`kubectl ${args.join(' ')}: ${text}`);
}
