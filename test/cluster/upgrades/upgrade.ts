import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '@plinth/errors';
import { type ApiClient, ApiError, type KubernetesObject, titleOf, until } from '@plinth/testing';

const HOOK_POLICY = 'argocd.argoproj.io/hook-delete-policy';
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** What each is needed by comes after it. */
const ORDER: readonly string[] = [
  'Namespace',
  'PriorityClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
];

const PARALLEL = 8;

/**
 * Brings a cluster from one set of manifests to the next as Argo CD would: hooks are made anew, what differs is applied, what went
 * away is pruned unless it says otherwise.
 * @returns what the API server refused
 */
export async function upgrade(
  api: ApiClient,
  from: readonly KubernetesObject[],
  to: readonly KubernetesObject[],
): Promise<readonly Problem[]> {
  const changed = differing(from, to);
  await remove(api, changed.filter(isHook));
  const problems = await apply(api, changed);
  const kept = new Set(to.map(titleOf));
  await remove(
    api,
    from.filter((object) => !kept.has(titleOf(object)) && !isHook(object) && !staysWhenPruned(object)),
  );
  return problems;
}

/**
 * What the API server would refuse of an upgrade; nothing is changed. Only objects that are there already: others have nothing that
 * could be immutable.
 */
export async function refusals(
  api: ApiClient,
  from: readonly KubernetesObject[],
  to: readonly KubernetesObject[],
): Promise<readonly Problem[]> {
  const existing = new Set(from.map(titleOf));
  const changed = differing(from, to).filter((object) => existing.has(titleOf(object)) && !isHook(object));
  const policies = differing(from, to).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  const problems = await apply(api, changed, { dryRun: true });
  // What an admission policy says that changes in a wave before is said of what comes with another one.
  return problems.filter(({ found }) => !policies.some(({ metadata }) => isOfPolicy(found, metadata.name)));
}

function isOfPolicy(found: string, policy: string): boolean {
  return found.includes(`ValidatingAdmissionPolicy '${policy}' `);
}

/** Deletes and waits until each is gone, with everything that it owned. */
export async function remove(api: ApiClient, objects: readonly KubernetesObject[]): Promise<void> {
  await Promise.all(
    objects.map(async (object) => {
      await api.delete(object, { propagationPolicy: 'Foreground' });
      await until(`${titleOf(object)} is gone`, async () => (await api.tryGet(object)) === undefined);
    }),
  );
}

async function apply(
  api: ApiClient,
  objects: readonly KubernetesObject[],
  { dryRun = false }: { readonly dryRun?: boolean } = {},
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const place = ({ kind }: KubernetesObject) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  for (const at of [...ORDER.keys(), ORDER.length]) {
    const queue = objects.filter((object) => place(object) === at);
    const work = async (): Promise<void> => {
      for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
        try {
          await applyOne(api, object, dryRun);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          problems.push(toProblem(object, error));
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
  }
  return problems.sort((a, b) => (a.where < b.where ? -1 : 1));
}

/** How long the API server may take to know a policy that it has just been given. */
const POLICY_SECONDS = 10;

/** A policy is in force a moment after it is there: Argo CD waits between waves, and tries again. */
async function applyOne(api: ApiClient, object: KubernetesObject, dryRun: boolean): Promise<void> {
  const end = Date.now() + (dryRun ? 0 : POLICY_SECONDS * 1000);
  for (;;) {
    try {
      await api.apply(object, { fieldManager: 'argocd-controller', force: true, dryRun });
      return;
    } catch (error) {
      const isPolicy = error instanceof ApiError && error.message.includes('ValidatingAdmissionPolicy');
      if (!isPolicy || Date.now() >= end) throw error;
      await setTimeout(500);
    }
  }
}

/** How the API server says that a field stays what it was: each kind in its own words. */
const IMMUTABLE =
  /immutable|may not change once set|updates to statefulset spec|cannot change roleRef|may not be changed/;

function toProblem(object: KubernetesObject, error: ApiError): Problem {
  const said = error.message.replace(/^[A-Z]+ \S+: /, '').replace(/\s+/g, ' ');
  const isImmutable = IMMUTABLE.test(said);
  return {
    code: isImmutable ? 'immutable-field' : 'refused-upgrade',
    where: titleOf(object),
    found: `a change that the API server refuses: ${said.length > 600 ? `${said.slice(0, 600)} …` : said}`,
    allowed: isImmutable ? 'fields that may change while the object exists' : 'what the API server takes',
    fix: isImmutable
      ? 'keep the old value; or give the new object another name, and remove the old one in a later change'
      : 'mend what it names',
  };
}

/** What is new or different. */
export function differing(
  from: readonly KubernetesObject[],
  to: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const before = new Map(from.map((object) => [titleOf(object), object]));
  return to.filter((object) => !isDeepStrictEqual(before.get(titleOf(object)), object));
}

/** Made anew for each deployment, so that none of it has to be mutable. */
function isHook({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[HOOK_POLICY]?.includes('BeforeHookCreation') ?? false;
}

function staysWhenPruned({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[SYNC_OPTIONS]?.includes('Prune=false') ?? false;
}
