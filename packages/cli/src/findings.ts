import { formatProblem } from '@plinth/errors';
import { type Finding, toProblem } from '@plinth/rules';
import type { Terminal } from './terminal';

/** One line for each finding, then how many there are. */
export function printFindings(
  findings: readonly Finding[],
  { print, note }: Pick<Terminal, 'print' | 'note'>,
): void {
  for (const finding of findings) print(formatProblem(toProblem(finding)));
  note(findings.length === 1 ? '1 finding' : `${findings.length} findings`);
}
