import type { ResolvedEnvironment } from '@plinth/model';
import { entriesBeside, type SynthesisReport, synthesize } from '@plinth/synth';
import { noAuthorityNotes } from '../authorities/authority-findings';
import { requireAuthorities } from '../authorities/last-authority';
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
  const out = outputFolder({ root, cwd, out: args.out, cdk8s: variables.CDK8S_OUTDIR });
  requireAuthorities(out, environments);
  const report = synthesize({
    environments,
    stacks: loadStacks(root),
    out,
    overwriteEdited: args.overwriteEdited ?? false,
    notice: terminal.note,
    progress: (environment, files) => terminal.progress(`${environment}: ${files} files`),
  });
  if (args.json) terminal.print(JSON.stringify(report, null, 2));
  else if (report.findings.length > 0) printFindings(report.findings, shownBy(variables, terminal));
  else {
    const declared = repository.company.environments.map(({ name }) => name);
    const notes = [
      ...notReleased(environments),
      ...noAuthorityNotes(environments),
      ...besideNotes(out, declared),
    ];
    printReport(report, notes, terminal.note);
  }
  return report.findings.length > 0 ? 1 : 0;
}

/** cdk8s keeps the standard output of its app for itself. */
function shownBy({ CDK8S_OUTDIR }: NodeJS.ProcessEnv, terminal: Terminal): Pick<Terminal, 'print' | 'note'> {
  return CDK8S_OUTDIR === undefined ? terminal : { print: terminal.note, note: terminal.note };
}

function notReleased(environments: readonly ResolvedEnvironment[]): string[] {
  return environments.flatMap(({ name, notReleased: services }) =>
    services.map((service) => `not rendered: ${service} has no release in ${name}`),
  );
}

/** What no run touches, and what Argo CD or a reader could take for rendered. */
function besideNotes(out: string, declared: readonly string[]): string[] {
  return entriesBeside(out, declared).map((name) => `left alone: ${name} is of no environment`);
}

function printReport(report: SynthesisReport, notes: readonly string[], note: (text: string) => void): void {
  for (const line of notes) note(line);
  for (const { from, to, objects } of report.renames) {
    note(`renamed: ${from} → ${to} replaces ${objects.join(', ')}; see docs/guides/leaving-and-renaming.md`);
  }
  const { files, objects, written, removed, unchanged } = report;
  note(
    `${objects} objects in ${files} files: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`,
  );
}
