import { type ChildProcess, spawn } from 'node:child_process';

/** What the guardian takes care of: a process group to end, or a folder to remove. */
export type Ward = { readonly group: number } | { readonly folder: string };

/**
 * Ends programs and removes folders when this process is gone, however it went: interrupted, killed, out of memory.
 * It is a program of its own that reads what to care about until its input ends.
 */
class Guardian {
  private child: ChildProcess | undefined;

  watch(ward: Ward): void {
    this.tell({ watch: ward });
  }

  release(ward: Ward): void {
    this.tell({ release: ward });
  }

  private tell(message: object): void {
    this.child ??= start();
    this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}

export const guardian = new Guardian();

function start(): ChildProcess {
  const child = spawn(process.execPath, ['-e', PROGRAM], {
    // Ctrl-C reaches everything in the foreground; this one has to live on to clean up.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Neither keeps this process from ending.
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  child.stdin?.on('error', () => undefined);
  return child;
}

const PROGRAM = `
const wards = new Set();
require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { watch, release } = JSON.parse(line);
    if (watch) wards.add(JSON.stringify(watch));
    if (release) wards.delete(JSON.stringify(release));
  })
  .on('close', () => {
    const all = [...wards].map((ward) => JSON.parse(ward));
    for (const { group } of all) if (group) try { process.kill(-group, 'SIGKILL'); } catch {}
    for (const { folder } of all) if (folder) require('node:fs').rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
`;
