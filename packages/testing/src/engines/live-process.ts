import { readFileSync } from 'node:fs';

/** This process, in a way that no later process with the same number shares: `<pid>-<start>`. */
export function processMark(): string {
  return `${process.pid}-${tryStart(process.pid) ?? '0'}`;
}

/** Whether the process with this mark still runs. What is no mark belongs to nobody. */
export function runs(mark: string): boolean {
  const [, number, start] = /^(\d+)-(\d+)$/.exec(mark) ?? [];
  if (number === undefined) return false;
  const pid = Number(number);
  const now = tryStart(pid);
  if (now !== undefined) return start === '0' || now === start;
  try {
    process.kill(pid, 0);
    // A system with /proc would have said when it started.
    return tryStart(process.pid) === undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in ticks since the system did; undefined where there is no /proc, and for the dead. */
function tryStart(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in parentheses and may hold blanks and parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(fields[0] ?? '') ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
