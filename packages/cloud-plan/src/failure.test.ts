import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@plinth/errors';
import { planProgram } from './plan-program';
import { failure, inFolder, planOf } from './written-program.fixture';

jest.setTimeout(60_000);

const loader = join(__dirname, '..', '..', 'cli', 'bin', 'load-typescript.js');

test('fails when a program refuses with a RunError, in exactly its words', async () => {
  const refused = 'environments/x.ts:3: network: found two; allowed: one; remove one';
  const error = await failure(planOf({ main: `throw new pulumi.RunError(${JSON.stringify(refused)});` }));
  expect(UserError.isUserError(error)).toBe(true);
  expect(error.message).toBe(refused);
  expect(error).toMatchObject({
    problems: [{ where: 'environments/x.ts:3: network', found: 'two', allowed: 'one', fix: 'remove one' }],
  });
});

test('fails when a program refuses in free words, with these words', async () => {
  const error = await failure(planOf({ main: `throw new pulumi.RunError('not on a Sunday');` }));
  expect(UserError.isUserError(error)).toBe(true);
  expect(error.message).toBe('not on a Sunday');
});

test('fails when a program lets a UserError escape, with all of its problems', async () => {
  const main = `
    const { UserError } = require('@plinth/errors');
    const problem = (where) => ({ code: 'c', where, found: 'a', allowed: 'b', fix: 'do c' });
    module.exports = async () => { throw new UserError([problem('first'), problem('second')]); };`;
  const error = await failure(
    planOf({ main }, { nodeOptions: ['--conditions=@plinth/source', '-r', loader] }),
  );
  expect(error.message).toBe(
    '2 problems\n  - first: found a; allowed: b; do c\n  - second: found a; allowed: b; do c',
  );
  expect(error).toMatchObject({ problems: [{ where: 'first' }, { where: 'second' }] });
});

test('fails when a program crashes, with its own stack, as a bug', async () => {
  const main =
    'function deepInside() { return undefined.nothing; }\nmodule.exports = async () => deepInside();';
  const error = await failure(planOf({ main }));
  expect(UserError.isUserError(error)).toBe(false);
  expect(error.message).toMatch(
    /TypeError: Cannot read properties of undefined[\s\S]*at deepInside .*main\.js:2/,
  );
});

test('fails when a program ends Node by itself, with what it printed', async () => {
  const error = await failure(planOf({ main: `console.error('I leave'); process.exit(3);` }));
  expect(UserError.isUserError(error)).toBe(false);
  expect(error.message).toMatch(/failed with code 3[\s\S]*I leave/);
});

test.each([
  ['waits', 'setInterval(() => {}, 1000);'],
  ['loops', 'for (;;) {}'],
])('fails when a program %s for ever, and ends it', async (_what, endless) => {
  const files = {
    'Pulumi.yaml': 'name: endless\nruntime: nodejs\nmain: main.js\n',
    'Pulumi.test.yaml': 'config: {}',
    'main.js': `require('node:fs').writeFileSync('pid', String(process.pid));\n${endless}`,
  };
  await inFolder(files, async (folder) => {
    // Longer where its time was over before it had begun.
    for (const timeout of [1_500, 20_000]) {
      const error = await failure(planProgram({ folder, stack: 'test', timeout }));
      expect(error).toMatchObject({ code: 'endless-program' });
      if (existsSync(join(folder, 'pid'))) break;
    }
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
