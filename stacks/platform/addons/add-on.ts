import {
  ARGOCD_NAMESPACE,
  ChartApplication,
  ownerLabels,
  PLATFORM_PROJECT,
  type WaveName,
} from '@plinth/gitops';
import { chartsRegistry, googleServiceAccountEmail } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Place } from '../place';

export interface AddOn<Values extends object> {
  /** The name of its Application, of its release and of its chart. */
  readonly name: string;
  readonly version: string;
  readonly namespace: string;
  /** @default workloads */
  readonly wave?: WaveName;
  /** Whether services are deployed before it is healthy. @default false */
  readonly ignoreHealth?: boolean;
  readonly values: Values;
}

/** An add-on: its chart, pinned, from the environment's own registry, in a file of its own. */
export function addOn<Values extends object>(scope: Construct, place: Place, props: AddOn<Values>): void {
  const { name, version, namespace, wave = 'workloads', ignoreHealth = false, values } = props;
  const { facts, environment, squad } = place;
  const chart = new Chart(new Construct(scope, `add-on-${name}`), name, { namespace: ARGOCD_NAMESPACE });
  new ChartApplication<Values>(chart, 'add-on', {
    name,
    project: PLATFORM_PROJECT,
    source: { charts: chartsRegistry(facts), chart: name, version, values },
    destination: { server: facts.cluster, namespace },
    wave,
    ignoreHealth,
    labels: ownerLabels({ name, component: 'add-on', squad: squad.name, environment }),
  });
}

/** The Google service account under which the pods of an add-on act. */
export function actsAs(
  { facts }: Place,
  name: string,
): Readonly<Record<'iam.gke.io/gcp-service-account', string>> {
  return { 'iam.gke.io/gcp-service-account': googleServiceAccountEmail(name, facts) };
}
