import { spawnSync } from 'node:child_process';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../cluster/kubernetes-object';
import type { Engines } from '../engines';

export interface RenderChartOptions {
  readonly engines: Pick<Engines, 'path' | 'version'>;
  /** Where the chart is. */
  readonly chart: string;
  readonly release: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** A folder of helm's own. */
  readonly home: string;
}

/** The objects of a chart as Helm writes them. @throws Error in Helm's words */
export function renderChart(options: RenderChartOptions): KubernetesObject[] {
  const { engines, chart, release, namespace, values, home } = options;
  const kubernetes = engines.version('kube-apiserver');
  const args = ['template', release, chart, '--namespace', namespace, '--kube-version', kubernetes];
  const { status, stdout, stderr, error } = spawnSync(engines.path('helm'), [...args, '--values', '-'], {
    input: JSON.stringify(values),
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: home },
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr.trim()}`);
  return (loadAll(stdout) as (KubernetesObject | null)[]).filter((object) => object !== null);
}
