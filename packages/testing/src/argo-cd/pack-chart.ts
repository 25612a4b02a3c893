import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { PackedChart } from './chart-registry';

export interface PackChartOptions {
  /** The program. */
  readonly helm: string;
  /** Where the chart is. */
  readonly source: string;
  readonly name: string;
  /** Written into the chart: sources say `v0.0.0` until they are released. */
  readonly version: string;
  /** Where the package goes. */
  readonly folder: string;
}

/** @throws Error in Helm's words when the folder is no chart */
export function packChart({ helm, source, name, version, folder }: PackChartOptions): PackedChart {
  const args = [
    'package',
    source,
    `--version=${version}`,
    `--app-version=${version}`,
    `--destination=${folder}`,
  ];
  const { status, stderr, error } = spawnSync(helm, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr.trim()}`);
  return { name, version, file: join(folder, `${name}-${version}.tgz`) };
}
