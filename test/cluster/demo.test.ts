import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { until } from '@plinth/testing';

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
      {
        seconds: 300,
      },
    );
    const [, kubeconfig = ''] = /KUBECONFIG=(\S+)/.exec(printed) ?? [];
    expect(existsSync(kubeconfig)).toBe(true);
    demo.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(existsSync(kubeconfig)).toBe(false);
    expect(printed).toMatch(/all 2\d applications are Synced and Healthy/);
    expect(printed).toMatch(/nothing is left running\n$/);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nit had printed:\n${printed}`);
  } finally {
    demo.kill('SIGKILL');
  }
});
