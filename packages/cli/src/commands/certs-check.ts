import { type CheckedCertificate, checkCertificates } from '@plinth/certificates';
import { formatProblem } from '@plinth/errors';
import { instantOf } from '../certificates/instant';
import { readListFile } from '../certificates/list-file';
import { withSession } from '../certificates/open-session';
import type { CommandContext, ExitCode } from '../command';
import { Gate } from '../gate';
import { table } from '../table';

export interface CertsCheckArguments {
  readonly list: string;
  readonly date?: string;
  readonly json?: boolean;
}

/** As many as nobody notices. */
const AT_ONCE = 16;

/** Judges every certificate of a list in its files, at its endpoint and in Vault, and changes nothing. */
export async function certsCheck(
  { list: file, date, json }: CertsCheckArguments,
  { cwd, variables, terminal }: CommandContext,
): Promise<ExitCode> {
  const { list, authorities } = readListFile(file, cwd);
  const now = instantOf(date);
  const checked = await withSession(variables, (session) =>
    checkCertificates(list, { session, authorities, now, turns: new Gate(AT_ONCE) }),
  );
  const problems = checked.flatMap((one) => one.problems);
  if (json) terminal.print(JSON.stringify(checked, null, 2));
  else {
    terminal.print(tableOf(checked));
    for (const problem of problems) terminal.print(formatProblem(problem));
  }
  const bad = checked.filter((one) => one.problems.length > 0).length;
  terminal.note(`${bad} of ${checked.length} certificates are due or wrong`);
  return bad > 0 ? 1 : 0;
}

const HEADER = ['certificate', 'owner', 'days left', 'ends', 'serial', 'version', 'findings'];

function tableOf(checked: readonly CheckedCertificate[]): string {
  const rows = checked.map(({ name, owner, daysLeft, notAfter, serial, version, problems }) => [
    name,
    owner,
    daysLeft === undefined ? '-' : String(daysLeft),
    notAfter?.slice(0, 10) ?? '-',
    serial?.slice(0, 16) ?? '-',
    String(version),
    [...new Set(problems.map(({ code }) => code))].join(', ') || 'none',
  ]);
  return table(HEADER, rows);
}
