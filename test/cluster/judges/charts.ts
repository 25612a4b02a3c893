import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { root } from '../../company/read-releases';

/** What is needed to render the charts of add-ons. */
export interface ChartTools {
  /** The program. */
  readonly helm: string;
  /** The folder of each chart. */
  readonly charts: Readonly<Record<string, string>>;
  readonly kubernetesVersion: string;
}

/** An Application of a chart, as far as it is read here. */
interface ChartApplication {
  readonly spec: {
    readonly destination: { readonly namespace: string };
    readonly source: {
      readonly targetRevision: string;
      readonly helm: { readonly releaseName: string; readonly valuesObject: unknown };
    };
  };
}

/** What an environment declares of an add-on. */
export function readApplication(environment: string, chart: string): ChartApplication['spec'] {
  const file = join(root, 'manifests', environment, 'platform/argocd', `${chart}.yaml`);
  return (load(readFileSync(file, 'utf8')) as ChartApplication).spec;
}

/** Each chart with the values that the environment declares, beside the namespace that awaits its pods. */
export function renderCharts(
  environment: string,
  folder: string,
  { helm, charts, kubernetesVersion }: ChartTools,
): void {
  mkdirSync(folder, { recursive: true });
  for (const [chart, path] of Object.entries(charts)) {
    const { destination, source } = readApplication(environment, chart);
    const { namespace } = destination;
    const args = ['template', source.helm.releaseName, path, '--namespace', namespace, '--values', '-'];
    const text = execFileSync(helm, [...args, '--kube-version', kubernetesVersion], {
      input: JSON.stringify(source.helm.valuesObject),
      encoding: 'utf8',
      // Nothing of the user's own helm.
      env: { PATH: process.env.PATH, HOME: folder },
      maxBuffer: 2 ** 26,
    });
    writeFileSync(join(folder, `${chart}.yaml`), text);
    const place = join('platform', namespace, 'namespace.yaml');
    cpSync(join(root, 'manifests', environment, place), join(folder, `namespace-${namespace}.yaml`));
  }
}
