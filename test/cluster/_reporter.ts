import { basename } from 'node:path';
import { MEASUREMENTS, type Measurement, markdownTable, readMeasurements } from '@plinth/testing';

interface FileResult {
  readonly testFilePath: string;
  readonly perfStats: { readonly runtime: number };
  readonly testResults: readonly { readonly fullName: string; readonly duration?: number | null }[];
}

/** After the last test: what ran in which version and how long it took, and what tests have measured. */
export default class MeasurementReporter {
  onRunComplete(_: unknown, { testResults }: { readonly testResults: readonly FileResult[] }): void {
    const file = process.env[MEASUREMENTS];
    if (file === undefined) return;
    const { engine = [], start = [], ...others } = Object.fromEntries(readMeasurements(file));
    const tables = { Engines: withStarts(engine, start), Tests: testResults.flatMap(timesOf), ...others };
    for (const [title, rows] of Object.entries(tables)) {
      if (rows.length > 0) process.stderr.write(`\n${title}\n\n${markdownTable(rows)}`);
    }
  }
}

/** Each engine with the times of its starts, fastest to slowest. */
function withStarts(engines: readonly Measurement[], starts: readonly Measurement[]): Measurement[] {
  return engines.map(({ name = '', version = '', from = '', build = 0 }) => {
    const seconds = starts.flatMap((line) => (line.name === name ? [Number(line.seconds)] : []));
    return {
      engine: name,
      version,
      from,
      'build s': Number(build).toFixed(0),
      starts: seconds.length,
      'start s':
        seconds.length === 0 ? '' : `${Math.min(...seconds).toFixed(1)}–${Math.max(...seconds).toFixed(1)}`,
    };
  });
}

function timesOf({ testFilePath, perfStats, testResults }: FileResult): Measurement[] {
  const file = basename(testFilePath, '.test.ts');
  return [
    { test: file, s: (perfStats.runtime / 1000).toFixed(1) },
    ...testResults
      .filter(({ duration }) => (duration ?? 0) >= 1000)
      .map(({ fullName, duration }) => ({ test: `- ${fullName}`, s: ((duration ?? 0) / 1000).toFixed(1) })),
  ];
}
