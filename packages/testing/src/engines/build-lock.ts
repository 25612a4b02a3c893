import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { processMark, runs } from './live-process';

const PAUSE_MILLISECONDS = 100;

export interface LockWait {
  readonly signal: AbortSignal;
  /** Called once, when somebody else has the lock. */
  readonly onWait: (pid: string) => void;
}

/**
 * Waits until no other living process, and nobody else in this one, holds the lock; then runs the work with it.
 * It saves work, it does not protect: two who take over from a dead process at the same instant both build, and
 * whoever ends first publishes.
 */
export async function withBuildLock<T>(path: string, wait: LockWait, work: () => Promise<T>): Promise<T> {
  const owner = `${processMark()} ${randomUUID()}`;
  await take(path, owner, wait);
  try {
    return await work();
  } finally {
    if (tryRead(path) === owner) rmSync(path, { force: true });
  }
}

async function take(path: string, owner: string, { signal, onWait }: LockWait): Promise<void> {
  for (let waited = false; !tryPut(path, owner); ) {
    signal.throwIfAborted();
    const [mark] = (tryRead(path) ?? '').split(' ');
    if (mark === undefined || mark === '') continue;
    if (!runs(mark)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!waited) onWait(mark.replace(/-.*/, ''));
    waited = true;
    await pause(PAUSE_MILLISECONDS, undefined, { signal });
  }
}

/** A lock appears with its owner written in it, or not at all: a link, because a file is first empty. */
function tryPut(path: string, owner: string): boolean {
  const own = `${path}.${randomUUID()}`;
  writeFileSync(own, owner);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own);
  }
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
