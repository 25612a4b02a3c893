import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds or wants the lock: the name of a file says it all, so a claim is never half-written. */
export interface ProcessClaim {
  readonly host: string;
  readonly pid: number;
  /** Tells a process from a later one with the same number; `0` where the system does not say. */
  readonly started: string;
  /** Tells the claims of one process apart. */
  readonly serial: number;
}

export function claimOfThisProcess(serial: number): ProcessClaim {
  const started = tryProcess(process.pid)?.started ?? '0';
  return { host: encodeURIComponent(hostname()), pid: process.pid, started, serial };
}

export function formatClaim(claim: ProcessClaim): string {
  return `${claim.host}.${claim.pid}.${claim.started}.${claim.serial}`;
}

export function tryParseClaim(name: string): ProcessClaim | undefined {
  const [, host, pid, started, serial] = /^(.*)\.(\d+)\.(\d+)\.(\d+)$/.exec(name) ?? [];
  if (host === undefined || started === undefined) return undefined;
  return { host, pid: Number(pid), started, serial: Number(serial) };
}

/** Whether the process of a claim still runs. One of another host is believed to: we cannot see it. */
export function isAlive(claim: ProcessClaim): boolean {
  if (claim.host !== encodeURIComponent(hostname())) return true;
  const running = tryProcess(claim.pid);
  if (running !== undefined && claim.started !== '0') {
    return running.started === claim.started && !running.ended;
  }
  try {
    process.kill(claim.pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process runs too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function tryProcess(pid: number): { readonly started: string; readonly ended: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in parentheses and may hold blanks and parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state = '', started] = [fields[0], fields[19]];
    return started === undefined ? undefined : { started, ended: 'ZX'.includes(state) };
  } catch {
    return undefined;
  }
}
