import type { ResolvedEnvironment } from '@plinth/model';
import { allRules, type Finding, RuleRun, withoutExceptions } from '@plinth/rules';
import { CERTIFICATE_INVENTORY, CertificateInventory } from './certificate-inventory';
import { type OutputFile, type OutputOptions, type OutputReport, OutputTransaction } from './output';
import { type Rename, RenameWatch } from './renames';
import { renderStack } from './render';
import type { Stack } from './stack';
import { emitYaml } from './yaml';

export interface SynthesizeOptions extends OutputOptions {
  readonly environments: readonly ResolvedEnvironment[];
  readonly stacks: readonly Stack[];
  /** The folder of the tree, such as `manifests`; each environment is a folder in it. */
  readonly out: string;
  /** Told after each environment. */
  readonly progress?: (environment: string, files: number) => void;
}

export interface SynthesisReport extends OutputReport {
  /** When there are any, nothing was written. */
  readonly findings: readonly Finding[];
  /** Files that only changed their name; all their objects are replaced. */
  readonly renames: readonly Rename[];
  readonly files: number;
  readonly objects: number;
}

/**
 * Renders every stack for every environment, checks every object, lists the certificates among them and, when nothing is
 * found, replaces the tree in one step.
 */
export function synthesize(options: SynthesizeOptions): SynthesisReport {
  const transaction = OutputTransaction.begin(options.out, options);
  const tally: Tally = { files: 0, objects: 0, watch: new RenameWatch(options.out) };
  const findings: Finding[] = [];
  try {
    for (const environment of options.environments) {
      const before = tally.files;
      const run = new RuleRun(allRules);
      transaction.stage(environment.name, renderEnvironment(environment, options.stacks, run, tally));
      findings.push(...withoutExceptions(run.finish(), environment.exceptions));
      options.progress?.(environment.name, tally.files - before);
    }
    const { files, objects, watch } = tally;
    if (findings.length > 0)
      return { findings, files, objects, renames: [], written: [], removed: [], unchanged: 0 };
    const renames = watch.find(transaction.preview().removed);
    return { findings, files, objects, renames, ...transaction.commit() };
  } finally {
    transaction.abort();
  }
}

interface Tally {
  files: number;
  objects: number;
  readonly watch: RenameWatch;
}

function* renderEnvironment(
  environment: ResolvedEnvironment,
  stacks: readonly Stack[],
  run: RuleRun,
  tally: Tally,
): Generator<OutputFile> {
  const inventory = new CertificateInventory(environment.name);
  for (const stack of stacks) {
    for (const { path, objects } of renderStack(stack, environment)) {
      const file = `${environment.name}/${path}`;
      for (const object of objects) {
        run.add({ object, file });
        inventory.see(object);
      }
      const text = emitYaml(objects);
      tally.files += 1;
      tally.objects += objects.length;
      tally.watch.consider(file, text);
      yield { path, text };
    }
  }
  const certificates = inventory.tryFile();
  if (certificates === undefined) return;
  tally.files += 1;
  yield { path: CERTIFICATE_INVENTORY, text: `${JSON.stringify(certificates, null, 2)}\n` };
}
