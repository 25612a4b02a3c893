import { fileSize } from './file-size';
import { sourceTree } from './source-tree';

const lines = (count: number) => '//\n'.repeat(count);

test('fails when a file or a test is over its budget', () => {
  const files = sourceTree({
    'packages/synth/src/a.ts': lines(401),
    'packages/synth/src/b.test.ts': lines(601),
    'stacks/platform/stack.ts': `${lines(400)}//`,
  });

  expect(fileSize(files)).toEqual([
    'packages/synth/src/a.ts: has 401 lines; allowed: 400; split it by concept',
    'packages/synth/src/b.test.ts: has 601 lines; allowed: 600; split it by concept',
    'stacks/platform/stack.ts: has 401 lines; allowed: 400; split it by concept',
  ]);
});

test('lets a file fill its budget, and generated code be long', () => {
  const files = sourceTree({
    'packages/synth/src/a.ts': lines(400),
    'packages/synth/src/b.test.ts': lines(600),
    'packages/crds/src/generated/gateway.ts': lines(5000),
  });

  expect(fileSize(files)).toEqual([]);
});
