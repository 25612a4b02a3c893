import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyIn } from '@plinth/errors';

const ROOT = join(__dirname, '../..');

/** What is declared, rendered, planned, configured and explained here, and nothing in it is a key. */
const FOLDERS = ['environments', 'manifests', 'plans', 'stacks', 'docs', '.changeset', 'README.md'];

const files = execFileSync('git', ['ls-files', '--', ...FOLDERS], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(?:yaml|json|ts|md|tpl|hcl)$/.test(file));

test('no file of this repository looks as if it held a key', () => {
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) => {
    const kind = keyIn(readFileSync(join(ROOT, file), 'utf8'));
    return kind === undefined ? [] : [`${file}: ${kind}`];
  });

  expect(found).toEqual([]);
});

test.each(files.filter((file) => /^manifests\/prod\/workloads|^environments\/prod/.test(file)))(
  'fails when one line of %s is a key',
  (file) => {
    const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
    const key = Buffer.from(['hvs', 'a1B2'.repeat(8)].join('.')).toString('base64');
    const at = Math.floor(lines.length / 2);
    expect(keyIn([...lines.slice(0, at), `  note: ${key}`, ...lines.slice(at)].join('\n'))).toBe(
      'a token of Vault',
    );
  },
);
