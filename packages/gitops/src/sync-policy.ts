import type { ApplicationSpec } from '@plinth/crds';

export type IgnoredDifference = NonNullable<ApplicationSpec['ignoreDifferences']>[number];

/**
 * The one way in which everything is synced: from Git alone, whatever anybody changes by hand, never all of
 * it away at once.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export function syncPolicy(ignored: readonly IgnoredDifference[] = []): ApplicationSpec['syncPolicy'] {
  return {
    // A folder that is empty by mistake deletes nothing.
    automated: { prune: true, selfHeal: true, allowEmpty: false },
    syncOptions: [
      // Namespaces are declared, with Pod Security and a quota; never made on the way.
      'CreateNamespace=false',
      // An object belongs to one Application; two that claim it would undo each other.
      'FailOnSharedResource=true',
      // The new stands before the old goes, and the old goes with everything that belongs to it.
      'PruneLast=true',
      'PrunePropagationPolicy=foreground',
      // Or a sync sets what the comparison was told to leave to somebody else.
      ...(ignored.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
      // Fields that autoscalers and other controllers own stay theirs.
      'ServerSideApply=true',
      'Validate=true',
    ],
    // Half an hour in all: long enough for a cluster that is just being made. A try takes the newest commit: what mends a
    // failure is deployed within a minute, not after all tries of what failed.
    retry: { limit: 30, backoff: { duration: '10s', factor: 2, maxDuration: '1m' }, refresh: true },
  };
}

/** The API server itself says what would change, defaults and webhooks included. */
export const COMPARE_ANNOTATIONS = {
  'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
} as const satisfies Readonly<Record<string, string>>;

/** Rollbacks are commits; a short history is for reading. */
export const REVISION_HISTORY = 10;
