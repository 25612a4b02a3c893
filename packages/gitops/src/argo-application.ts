import { Application, type ApplicationSpec } from '@plinth/crds';
import type { Construct } from 'constructs';
import { NAME, PropChecks } from './checks';
import { checkDestination, type Destination } from './destination';
import { finalizersFor, type OnRemoval } from './on-removal';
import { ARGOCD_NAMESPACE } from './project';
import { COMPARE_ANNOTATIONS, type IgnoredDifference, REVISION_HISTORY, syncPolicy } from './sync-policy';
import { WAVE_ANNOTATION, Wave, type WaveName } from './wave';

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#ignoring-child-resource-health-check-in-applications */
const IGNORE_HEALTH = { 'argocd.argoproj.io/ignore-healthcheck': 'true' } as const;

/** What every application says. */
export interface ApplicationProps {
  readonly name: string;
  /** Never `default`. */
  readonly project: string;
  readonly destination: Destination;
  /** When it is applied, among its siblings. @default workloads */
  readonly wave?: WaveName;
  /**
   * Whether the application that has this one among its objects may be healthy while this one is not: for what waits for people.
   * Only in the last wave: a wave waits for the one before it, whatever is said here.
   * @default false
   */
  readonly ignoreHealth?: boolean;
  /** Fields that somebody else sets in the cluster. @default - none */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ApplicationParts {
  readonly source: NonNullable<ApplicationSpec['source']>;
  readonly onRemoval: OnRemoval;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function applicationChecks(scope: Construct, props: ApplicationProps): PropChecks {
  const checks = new PropChecks(scope);
  checks.text('name', props.name, NAME);
  checks.text('project', props.project, NAME);
  if (props.project === 'default') {
    const allowed = 'a project that says what its applications may do';
    checks.add('project', 'gitops-default-project', '"default"', allowed, 'name the project of the squad');
  }
  checkDestination(checks, 'destination', props.destination);
  if (props.ignoreHealth === true && (props.wave ?? 'workloads') !== 'workloads') {
    const found = `true in the wave "${props.wave}"`;
    const allowed = 'true in the last wave, "workloads"';
    checks.add('ignoreHealth', 'gitops-ignored-health', found, allowed, 'leave out one of the two');
  }
  return checks;
}

export function createApplication(
  scope: Construct,
  props: ApplicationProps,
  parts: ApplicationParts,
): Application {
  const { name, project, destination, wave, ignoreHealth, ignoreDifferences, labels } = props;
  return new Application(scope, 'Resource', {
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      labels,
      annotations: {
        ...COMPARE_ANNOTATIONS,
        [WAVE_ANNOTATION]: String(Wave[wave ?? 'workloads']),
        ...(ignoreHealth === true ? IGNORE_HEALTH : {}),
        ...parts.annotations,
      },
      finalizers: finalizersFor(parts.onRemoval),
    },
    spec: {
      project,
      source: parts.source,
      destination: { server: destination.server, namespace: destination.namespace },
      syncPolicy: syncPolicy(ignoreDifferences),
      ignoreDifferences,
      revisionHistoryLimit: REVISION_HISTORY,
    },
  });
}
