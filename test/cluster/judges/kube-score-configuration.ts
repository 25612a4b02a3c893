import type { JsonObject, RenderedObject } from '@plinth/rules';

/** A check that asks for what we do not want of an object, and when that is. */
interface Waiver {
  readonly check: string;
  readonly reason: string;
  readonly applies: (object: JsonObject, all: readonly RenderedObject[]) => boolean;
}

/** Everything that kube-score is told, apart from the version and the least number of replicas: facts of an environment. */
export const kubeScoreConfiguration = {
  /** Checks that have to be asked for. */
  optional: [
    'container-seccomp-profile',
    'container-ports-check',
    'container-memory-requests-equal-limits',
    'container-ephemeral-storage-request-equals-limit',
  ],
  /** Checks that have to be asked for, and are not. */
  declined: {
    'container-cpu-requests-equal-limits': 'processor time is shared: a limit of twice the request or more',
    'container-resource-requests-equal-limits': 'asks the same of the processor',
  },
  flags: [
    // Loosening stands in environments/exceptions.ts, not in annotations.
    '--disable-ignore-checks-annotations',
    '--disable-optional-checks-annotations',
    '--output-format=json',
    '--output-version=v2',
  ],
  waivers: [
    {
      check: 'deployment-has-poddisruptionbudget',
      reason:
        'a budget would protect a single pod from every drain; kube-score agrees where the Deployment says "replicas: 1", and does not read it from the autoscaler',
      applies: ({ metadata, kind }, all) => all.some(({ object }) => scalesFromOne(object, metadata, kind)),
    },
  ] satisfies readonly Waiver[] as readonly Waiver[],
} as const;

function scalesFromOne(object: JsonObject, metadata: unknown, kind: unknown): boolean {
  if (object.kind !== 'HorizontalPodAutoscaler') return false;
  const { name, namespace } = metadata as Record<'name' | 'namespace', string>;
  const place = object.metadata as Record<'name' | 'namespace', string>;
  const { scaleTargetRef: target, minReplicas } = object.spec as unknown as {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
  };
  const aims = place.namespace === namespace && target.kind === kind && target.name === name;
  return aims && (minReplicas ?? 1) === 1;
}
