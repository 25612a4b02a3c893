import { type OutputOptions, type OutputReport, OutputTransaction } from '@plinth/synth';
import { watchDisk } from './_disk-calls';
import { stageTree } from './_trees';

export function commit(root: string, tree: 'before' | 'after', options?: OutputOptions): OutputReport {
  const transaction = OutputTransaction.begin(root, options);
  try {
    stageTree(transaction, tree);
    return transaction.commit();
  } finally {
    transaction.abort();
  }
}

/** What the system throws. */
export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}

/** Leaves a step half-made: the disk fails when a file is about to be put in place. */
export function interrupt(root: string, path: string): void {
  const stop = watchDisk((call) => {
    if (call.name === 'renameSync' && call.path.endsWith(path)) throw systemError('EIO', call.path);
  });
  try {
    expect(() => commit(root, 'after')).toThrow('a device that fails (EIO)');
  } finally {
    stop();
  }
}
