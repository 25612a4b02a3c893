import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRun } from './_compiled-run';
import { commit } from './_steps';
import { readTree } from './_trees';

let sandbox: string;

beforeEach(() => {
  sandbox = mkdtempSync(join(tmpdir(), 'two-runs-'));
});

afterEach(() => rmSync(sandbox, { recursive: true }));

test('runs at the same time take turns', async () => {
  const { program, module } = compileRun(join(sandbox, 'code'));
  const root = join(sandbox, 'manifests');
  commit(root, 'before');
  const codes = await Promise.all(
    Array.from({ length: 6 }, () => {
      const run = spawn(process.execPath, [program, module, root, 'commit', 'Infinity'], {
        stdio: 'inherit',
      });
      return new Promise((resolve) => run.on('exit', resolve));
    }),
  );
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  const expected = join(sandbox, 'expected');
  commit(expected, 'before');
  commit(expected, 'after');
  expect(readTree(root)).toEqual(readTree(expected));
  expect(existsSync(join(root, '.plinth'))).toBe(false);
}, 30_000);
