import { ambientState } from './ambient-state';
import { sourceTree } from './source-tree';

test.each([
  ['process.exit', 'process.exit(1);'],
  ['process.exitCode', 'process.exitCode = 1;'],
  ['process.exit', "import { exit } from 'node:process';"],
  ['process.exit', "import { exit as leave } from 'process';"],
  ['process.pid', 'const name = process.pid;'],
  ['process.env', 'const home = process.env.HOME;'],
  ['process.env', "const home = process['env'].HOME;"],
  ['process.env', 'const { env } = process;'],
  ['process.env', 'const home = globalThis.process.env.HOME;'],
  ['Date.now', 'const now = Date.now();'],
  ['new Date()', 'const now = new Date();'],
  ['new Date()', 'const now = new Date;'],
  ['Date()', 'const now = Date();'],
  ['performance.now', 'const now = performance.now();'],
  ['performance.now', "import { performance } from 'node:perf_hooks';"],
  ['Math.random', 'const id = Math.random();'],
  ['Math.random', 'const { random } = Math;'],
  ['fetch()', "const page = await fetch('https://acme.example');"],
  ['net.connect', "import { connect, isIP } from 'node:net';"],
  ['crypto.randomUUID', "import { randomUUID } from 'node:crypto';"],
])('fails when a library uses %s: %s', (name, code) => {
  const files = sourceTree({ 'packages/kubernetes/src/a.ts': `\n${code}` });

  expect(ambientState(files)).toEqual([
    expect.stringContaining(`packages/kubernetes/src/a.ts:2: uses ${name}; allowed: packages/cli/`),
  ]);
});

test('fails when a stack or an environment reads its surroundings', () => {
  const files = sourceTree({
    'stacks/platform/stack.ts': 'const region = process.env.REGION;',
    'environments/base/index.ts': 'const today = new Date();',
  });

  expect(ambientState(files)).toHaveLength(2);
});

test('lets the edge, tools and tests have it', () => {
  const code = 'process.exitCode = 1; const now = Date.now(); const home = process.env.HOME;';
  const files = sourceTree({
    'packages/cli/src/main.ts': code,
    'packages/model/src/a.test.ts': code,
    'packages/testing/src/cluster.ts': code,
    'test/bench/main.ts': code,
    'tools/generate.ts': code,
  });

  expect(ambientState(files)).toEqual([]);
});

test('lets the lock of the output know the process and wait, and nothing more', () => {
  const files = sourceTree({
    'packages/synth/src/output/lock.ts':
      'process.kill(process.pid, 0);\nconst since = performance.now();\nconst now = Date.now();',
  });

  expect(ambientState(files)).toEqual([
    expect.stringContaining('packages/synth/src/output/lock.ts:3: uses Date.now'),
  ]);
});

test('lets a date that is given be used, and pure parts of such modules', () => {
  const files = sourceTree({
    'packages/rules/src/a.ts': "const until = new Date('2030-01-31'); const own = { env: 1 }; own.env;",
    'packages/kubernetes/src/cidr.ts': "import { isIP } from 'node:net';",
  });

  expect(ambientState(files)).toEqual([]);
});
