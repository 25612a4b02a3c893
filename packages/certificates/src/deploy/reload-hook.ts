import { spawn } from 'node:child_process';
import { show } from '@plinth/errors';
import type { Reload } from '../list/declared-certificate';

/**
 * Runs what makes a program read its files again, without a shell and without what this process knows of Vault.
 * @param variables of this process; few of them are passed on
 * @returns how it failed; what it wrote is not shown, it may hold anything
 */
export function runHook(
  { command: [program = '', ...args], timeout }: Reload,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { PATH, HOME, LANG } = variables;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { PATH, HOME, LANG },
      stdio: 'ignore',
      // A group of its own: what it has started ends with it, and Ctrl-C is ours to handle.
      detached: true,
    });
    const late = setTimeout(() => {
      if (child.pid !== undefined) endGroup(child.pid);
      resolve(`a hook that did not end in ${timeout}`);
    }, timeout.seconds * 1000);
    const done = (failure: string | undefined) => {
      clearTimeout(late);
      resolve(failure);
    };
    child.once('error', ({ code }: NodeJS.ErrnoException) =>
      done(`a hook that does not start: ${show(program)} (${code})`),
    );
    child.once('exit', (code, signal) =>
      done(code === 0 ? undefined : `a hook that ended with ${signal ?? `exit code ${code}`}`),
    );
  });
}

function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
