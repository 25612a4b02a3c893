import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { measured, until } from '@plinth/testing';

const ROOT = resolve(__dirname, '../..');

test('the demo shows every application of prod Synced and Healthy, and Ctrl-C leaves nothing behind', async () => {
  const demo = spawn(
    process.execPath,
    [
      '--conditions=@plinth/source',
      '-r',
      './packages/cli/bin/load-typescript.js',
      join(__dirname, 'demo.ts'),
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk));
  const ended = new Promise<number | null>((resolveEnd) => demo.once('exit', (code) => resolveEnd(code)));
  try {
    await until(
      'everything is there',
      async () => /Ctrl-C stops everything/.test(printed) || demo.exitCode !== null,
      // It took 208 s where nothing else ran, and the other tests may run beside it.
      { seconds: 540 },
    );
    const [, seconds = ''] = /([\d.]+) s\s+all \d+ applications/.exec(printed) ?? [];
    measured('Demo', { 'until all applications are Synced and Healthy': `${seconds} s` });
    const [, kubeconfig = ''] = /KUBECONFIG=(\S+)/.exec(printed) ?? [];
    expect(existsSync(kubeconfig)).toBe(true);
    demo.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(dirname(kubeconfig))).toBe(false);
    expect(processesWith(dirname(kubeconfig))).toEqual([]);
    expect(printed).toMatch(/all 2\d applications are Synced and Healthy/);
    expect(printed).toMatch(/nothing is left running\n$/);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nit had printed:\n${printed}`);
  } finally {
    demo.kill('SIGKILL');
  }
});

/** Command lines of this machine that name a folder. */
function processesWith(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        // It ended meanwhile.
        return '';
      }
    })
    .filter((line) => line.includes(folder));
}
