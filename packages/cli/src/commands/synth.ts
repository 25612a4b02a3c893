import { type SynthesisReport, synthesize } from '@plinth/synth';
import type { CommandContext, ExitCode } from '../command';
import { printFindings } from '../findings';
import { outputFolder } from '../output-folder';
import { loadRepository, loadStacks, resolveEnvironments } from '../repository';
import type { Terminal } from '../terminal';

export interface SynthArguments {
  readonly env?: string;
  readonly out?: string;
  readonly overwriteEdited?: boolean;
  readonly json?: boolean;
}

/** Renders and checks every environment, then replaces the tree in one step. */
export function synth(args: SynthArguments, { cwd, variables, terminal }: CommandContext): ExitCode {
  const repository = loadRepository(cwd);
  const environments = resolveEnvironments(repository, args.env);
  const { root } = repository;
  const report = synthesize({
    environments,
    stacks: loadStacks(root),
    out: outputFolder({ root, cwd, out: args.out, cdk8s: variables.CDK8S_OUTDIR }),
    overwriteEdited: args.overwriteEdited ?? false,
    notice: terminal.note,
    progress: (environment, files) => terminal.progress(`${environment}: ${files} files`),
  });
  if (args.json) terminal.print(JSON.stringify(report, null, 2));
  else if (report.findings.length > 0) printFindings(report.findings, shownBy(variables, terminal));
  else
    printReport(
      report,
      environments.flatMap(({ name, notReleased }) =>
        notReleased.map((service) => `${service} has no release in ${name}`),
      ),
      terminal.note,
    );
  return report.findings.length > 0 ? 1 : 0;
}

/** cdk8s keeps the standard output of its app for itself. */
function shownBy({ CDK8S_OUTDIR }: NodeJS.ProcessEnv, terminal: Terminal): Pick<Terminal, 'print' | 'note'> {
  return CDK8S_OUTDIR === undefined ? terminal : { print: terminal.note, note: terminal.note };
}

function printReport(
  report: SynthesisReport,
  notReleased: readonly string[],
  note: (text: string) => void,
): void {
  for (const line of notReleased) note(`not rendered: ${line}`);
  for (const { from, to, objects } of report.renames) {
    note(`renamed: ${from} → ${to} replaces ${objects.join(', ')}; see docs/guides/leaving-and-renaming.md`);
  }
  const { files, objects, written, removed, unchanged } = report;
  note(
    `${objects} objects in ${files} files: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`,
  );
}
