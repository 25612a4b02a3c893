import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { until } from './until';

const ROOT = resolve(__dirname, '../../../..');

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'when the harness ends by %s, its programs end and its folder goes',
  async (signal) => {
    const harness = spawn(
      process.execPath,
      [
        '--conditions=@plinth/source',
        '-r',
        join(ROOT, 'packages/cli/bin/load-typescript.js'),
        join(__dirname, 'guarded-program.fixture.ts'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let folder = '';
    harness.stdout.on('data', (chunk: Buffer) => {
      folder += chunk.toString();
    });
    const pid = await until('the program runs', async () => {
      const log = join(folder, 'logs', 'program.log');
      return folder !== '' && existsSync(log) && (Number(readFileSync(log, 'utf8')) || undefined);
    });
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    harness.kill(signal);
    await until(
      'folder and program are gone',
      async () => !existsSync(folder) && !existsSync(`/proc/${pid}/exe`),
    );
  },
);
