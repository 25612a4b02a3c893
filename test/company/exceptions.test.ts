import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exceptions } from '../../environments/exceptions';

const root = resolve(__dirname, '../..');
const tests = execFileSync('git', ['ls-files', '*.test.ts'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((path) => readFileSync(join(root, path), 'utf8'));

test.each(exceptions.map(({ input }) => input))(
  '$rule for $object is compensated by a test that exists',
  ({ compensatedBy }) => {
    expect(tests.some((text) => text.includes(`test('${compensatedBy}',`))).toBe(true);
  },
);
