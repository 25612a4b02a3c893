import { join } from 'node:path';
import { CHART_SOURCES, type ChartSource, CRD_SOURCES, type CrdSource, type EngineName } from './catalogue';
import type { PreparedEngine } from './engine';
import { engineTable } from './engine-table';

/** Engines that are ready to be started: where each is, and which version. */
export class Engines {
  /** What was prepared, in the order of the catalogue. */
  readonly report: readonly PreparedEngine[];

  constructor(report: readonly PreparedEngine[]) {
    this.report = report;
  }

  /** The binary, or the folder of `crds` and `charts`. */
  path(name: EngineName): string {
    return this.#of(name).path;
  }

  /** As the binary says it: `1.35.4`. */
  version(name: EngineName): string {
    return this.#of(name).version;
  }

  /** A folder of custom resource definitions in YAML for each project that defines some. */
  get crds(): Readonly<Record<CrdSource, string>> {
    return folders(this.path('crds'), CRD_SOURCES);
  }

  /** The folder of each Helm chart. */
  get charts(): Readonly<Record<ChartSource, string>> {
    return folders(this.path('charts'), CHART_SOURCES);
  }

  /** For people: engine, version, where it comes from, how long its build took. */
  toTable(): string {
    return engineTable(this.report);
  }

  #of(name: EngineName): PreparedEngine {
    const found = this.report.find((engine) => engine.name === name);
    if (found === undefined) throw new Error(`${name} was not asked of prepareEngines`);
    return found;
  }
}

function folders<Name extends string>(root: string, names: readonly Name[]): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, join(root, name)])) as Record<Name, string>;
}
