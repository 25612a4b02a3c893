import type { Application } from '@plinth/crds';
import type { JsonObject } from '@plinth/manifest';
import { Construct } from 'constructs';
import { type ApplicationProps, applicationChecks, createApplication } from './argo-application';
import { CHART_VERSION, CHARTS, NAME } from './checks';
import { PROTECTED } from './on-removal';

/** One version of one Helm chart. */
export interface ChartSource<Values extends object> {
  /** The OCI repository that holds it, host and path. */
  readonly charts: string;
  readonly chart: string;
  /** Exact: a range would change what runs without a commit. */
  readonly version: string;
  /** What the chart is told; the caller's own type says what may be told. */
  readonly values: Values;
}

export interface ChartApplicationProps<Values extends object> extends ApplicationProps {
  readonly source: ChartSource<Values>;
}

/**
 * An application that somebody else packed: a Helm chart, pinned, from a registry of our own.
 * Its objects outlive it, because definitions are among them, and with a definition go all objects of its
 * kind: an add-on is taken away by hand.
 *
 * @throws UserError with everything that is wrong with the props
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 */
export class ChartApplication<Values extends object> extends Construct {
  readonly application: Application;

  constructor(scope: Construct, id: string, props: ChartApplicationProps<Values>) {
    super(scope, id);
    const { charts, chart, version, values } = props.source;
    const checks = applicationChecks(this, props);
    checks.text('source.charts', charts, CHARTS);
    checks.text('source.chart', chart, NAME);
    checks.text('source.version', version, CHART_VERSION);
    checks.done();
    this.application = createApplication(this, props, {
      source: {
        repoURL: charts,
        chart,
        targetRevision: version,
        // The emitter refuses what is not JSON and names its path.
        helm: { releaseName: props.name, valuesObject: values as JsonObject, skipTests: true },
      },
      onRemoval: 'keep',
      annotations: PROTECTED,
    });
  }
}
