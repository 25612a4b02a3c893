import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { makeFolder, removeEmptyFolder, removeFile } from './disk';
import { systemCode } from './io-error';
import { claimOfThisProcess, formatClaim, isAlive, type ProcessClaim, tryParseClaim } from './process-claim';

const PAUSE_MILLISECONDS = 25;

export interface LockOptions {
  readonly waitSeconds: number;
  readonly notice: (text: string) => void;
  /** The root, as messages name it. */
  readonly shownRoot: string;
}

/**
 * Lets one process at a time write below a root. Each contender puts a claim of its own into the folder and then
 * looks for others: whoever sees none holds the lock, and of two that see each other the later name withdraws.
 * The claim of a dead process carries a name that no other process ever has, so anybody may delete it at any
 * time; a single lock file that is taken over from the dead can be deleted from under its next owner.
 */
export class Lock {
  readonly #folder: string;
  readonly #claim: string;

  private constructor(folder: string, claim: string) {
    this.#folder = folder;
    this.#claim = claim;
  }

  /** @throws UserError `output-locked` when another process keeps the lock for too long */
  static acquire(folder: string, options: LockOptions): Lock {
    const deadline = performance.now() + options.waitSeconds * 1000;
    let noticed = false;
    let claim: string | undefined;
    for (;;) {
      claim ??= putClaim(folder);
      const [rival] = rivalsOf(folder, claim);
      if (rival === undefined) return new Lock(folder, claim);
      const late = performance.now() >= deadline;
      if (late || formatClaim(rival) < claim) {
        removeFile(join(folder, claim));
        claim = undefined;
      }
      if (late) throw lockedError(folder, rival, options);
      if (!noticed) {
        const text = `process ${rival.pid} is writing to ${options.shownRoot}: waiting up to ${options.waitSeconds} s`;
        options.notice(text);
      }
      noticed = true;
      pause(PAUSE_MILLISECONDS);
    }
  }

  release(): void {
    removeFile(join(this.#folder, this.#claim));
    removeEmptyFolder(this.#folder);
  }
}

/** The folder may vanish at any time: whoever releases the lock takes it along when it is empty. */
function putClaim(folder: string): string {
  for (let serial = 0; ; ) {
    makeFolder(folder);
    const claim = formatClaim(claimOfThisProcess(serial));
    try {
      closeSync(openSync(join(folder, claim), 'wx', 0o644));
      return claim;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') serial += 1;
      else if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}

/** The claims of living processes, first name first; removes those of the dead. */
function rivalsOf(folder: string, own: string): ProcessClaim[] {
  const rivals: ProcessClaim[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (name === own) continue;
    const claim = tryParseClaim(name);
    if (claim !== undefined && isAlive(claim)) rivals.push(claim);
    else removeFile(join(folder, name));
  }
  return rivals;
}

function lockedError(folder: string, rival: ProcessClaim, options: LockOptions): UserError {
  return new UserError({
    code: 'output-locked',
    where: options.shownRoot,
    found: `process ${rival.pid} of host ${decodeURIComponent(rival.host)} writing there for more than ${options.waitSeconds} s`,
    allowed: 'one run at a time',
    fix: `wait until it ends; if there is no such process, delete ${join(folder, formatClaim(rival))}`,
  });
}

/** Without giving the event loop a turn: what a run has taken in hand stays its own. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
