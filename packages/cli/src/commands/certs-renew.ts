import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import {
  Journal,
  makeStateFolder,
  onStateDisk,
  type Renewal,
  type RenewedCertificate,
  renewCertificates,
} from '@plinth/certificates';
import { formatProblem } from '@plinth/errors';
import { Lock } from '@plinth/synth';
import { instantOf } from '../certificates/instant';
import { certificatesNamed, readListFile } from '../certificates/list-file';
import { withSession } from '../certificates/open-session';
import { progressBar } from '../certificates/progress-bar';
import { untilInterrupted } from '../certificates/until-interrupted';
import type { CommandContext, ExitCode } from '../command';
import { Gate } from '../gate';
import { table } from '../table';

export interface CertsRenewArguments {
  readonly list: string;
  readonly state: string;
  readonly name?: readonly string[];
  readonly force?: boolean;
  readonly takeOver?: boolean;
  readonly parallel?: number;
  readonly json?: boolean;
}

const AT_ONCE = 16;

/** Renews what is due: from Vault's authority into its store, from there to files, and on to whoever serves them. */
export async function certsRenew(args: CertsRenewArguments, context: CommandContext): Promise<ExitCode> {
  const { cwd, variables, terminal } = context;
  const { list, authorities } = readListFile(args.list, cwd);
  const certificates = certificatesNamed(args.name, list);
  const state = resolve(cwd, args.state);
  return await withSession(variables, async (session) => {
    await makeStateFolder(state);
    const lock = await onStateDisk(state, () =>
      Lock.acquire(join(state, 'lock'), { waitSeconds: 0, notice: terminal.note, shownRoot: args.state }),
    );
    try {
      const journal = await Journal.open(state);
      const now = instantOf(undefined);
      const turns = new Gate(args.parallel ?? AT_ONCE);
      const renewal = await untilInterrupted(terminal.note, (stop) =>
        renewCertificates(
          certificates,
          { session, authorities, now, turns },
          {
            journal,
            stop,
            variables,
            runner: `process ${process.pid} of host ${hostname()}`,
            force: args.force === true,
            takeOver: args.takeOver === true,
            progress: (done) => terminal.status(progressBar(done, certificates.length)),
          },
        ),
      );
      terminal.status('');
      return report(renewal, args.json === true, context);
    } finally {
      lock.release();
    }
  });
}

function report({ certificates, outage }: Renewal, json: boolean, { terminal }: CommandContext): ExitCode {
  const changed = certificates.filter(({ action, problems }) => action !== 'none' || problems.length > 0);
  const problems = certificates.flatMap((one) => one.problems);
  if (json) terminal.print(JSON.stringify(certificates, null, 2));
  else {
    if (changed.length > 0) terminal.print(table(HEADER, changed.map(rowOf)));
    for (const problem of problems) terminal.print(formatProblem(problem));
  }
  const count = (wanted: RenewedCertificate['action']) =>
    certificates.filter(({ action }) => action === wanted).length;
  const counted = (['issued', 'installed', 'failed', 'left'] as const).map(
    (action) => `${count(action)} ${action}`,
  );
  terminal.note(`${certificates.length} certificates: ${counted.join(', ')}, ${count('none')} not due`);
  // What was done is told first: the error says why the rest was not.
  if (outage !== undefined) throw outage;
  return problems.length > 0 || count('left') > 0 ? 1 : 0;
}

const HEADER = ['certificate', 'owner', 'action', 'version', 'ends', 'serial'];

function rowOf({ name, owner, action, version, notAfter, serial }: RenewedCertificate): string[] {
  return [
    name,
    owner,
    action,
    version === undefined ? '-' : String(version),
    notAfter?.slice(0, 10) ?? '-',
    serial?.slice(0, 16) ?? '-',
  ];
}
