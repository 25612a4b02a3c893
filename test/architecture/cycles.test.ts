import { fileCycles, packageCycles } from './cycles';
import { sourceTree } from './source-tree';

test('fails when packages need each other through a third, even for types alone', () => {
  const files = sourceTree({
    'packages/a/src/index.ts': "import type { B } from '@plinth/b';",
    'packages/b/src/index.ts': "import { c } from '@plinth/c';",
    'packages/c/src/index.ts': "import { a } from '@plinth/a';",
    'packages/d/src/index.ts': "import { a } from '@plinth/a';",
  });

  expect(packageCycles(files)).toEqual([
    'cycle: packages/a/src/index.ts:1 imports packages/b; packages/b/src/index.ts:1 imports packages/c; packages/c/src/index.ts:1 imports packages/a',
  ]);
});

test('lets the test of a package import what needs it, and its program the package', () => {
  const files = sourceTree({
    'packages/a/src/a.test.ts': "import { find } from '@plinth/testing';",
    'packages/testing/src/index.ts': "import { a } from '@plinth/a';",
    'packages/a/bin/a.js': "require('@plinth/a');",
  });

  expect(packageCycles(files)).toEqual([]);
});

test('fails when files load each other, each knot by itself', () => {
  const files = sourceTree({
    'packages/a/src/one.ts': "import { two } from './two';",
    'packages/a/src/two.ts': "export { one } from './one';",
    'packages/a/src/plan/index.ts': "import { step } from './step';",
    'packages/a/src/plan/step.ts': "const plan = () => import('.');",
    'packages/a/src/leaf.ts': "import { two } from './two';",
  });

  expect(fileCycles(files)).toEqual([
    'cycle: packages/a/src/one.ts:1 imports packages/a/src/two.ts; packages/a/src/two.ts:1 imports packages/a/src/one.ts',
    'cycle: packages/a/src/plan/index.ts:1 imports packages/a/src/plan/step.ts; packages/a/src/plan/step.ts:1 imports packages/a/src/plan/index.ts',
  ]);
});

test('fails when a file loads itself', () => {
  const files = sourceTree({ 'test/a.ts': "import { a } from './a';" });

  expect(fileCycles(files)).toEqual(['cycle: test/a.ts:1 imports test/a.ts']);
});

test('lets two types speak of each other', () => {
  const files = sourceTree({
    'packages/a/src/one.ts': "import type { Two } from './two';",
    'packages/a/src/two.ts': "import { type One } from './one';\nimport { leaf } from './leaf';",
    'packages/a/src/leaf.ts': 'export const leaf = 1;',
  });

  expect(fileCycles(files)).toEqual([]);
});

test('a diamond is no cycle', () => {
  const files = sourceTree({
    'test/a.ts': "import './b';\nimport './c';",
    'test/b.ts': "import './d';",
    'test/c.ts': "import './d';",
    'test/d.ts': '',
  });

  expect(fileCycles(files)).toEqual([]);
});
