/**
 * What becomes of the objects when their Application goes: deleted, each after what it owns, or left
 * running for whoever takes over.
 */
export type OnRemoval = 'delete' | 'keep';

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/ */
export function finalizersFor(onRemoval: OnRemoval): readonly string[] | undefined {
  return onRemoval === 'delete' ? ['resources-finalizer.argocd.argoproj.io/foreground'] : undefined;
}

export const SYNC_OPTIONS_ANNOTATION = 'argocd.argoproj.io/sync-options';

/**
 * The annotations of an object that holds what nobody can bring back, such as a Namespace: Argo CD never
 * prunes it and deletes it only after a person has said so.
 */
export const PROTECTED: Readonly<Record<string, string>> = {
  [SYNC_OPTIONS_ANNOTATION]: 'Prune=false,Delete=confirm',
};
