import { deepImports } from './deep-imports';
import { sourceTree } from './source-tree';

test('lets files import their neighbours, packages by name, and tests the programs', () => {
  const files = sourceTree({
    'packages/synth/src/plan/a.ts': "import '../write/b';\nimport './_step';\nimport '@plinth/model';",
    'packages/cli/src/version.ts': "import '@plinth/cli/package.json';",
    'jest.cluster.config.js': "require('./jest.config.js');",
    'test/scenarios/a.test.ts': "import '../../environments';\nimport '../../stacks/workloads/stack';",
  });

  expect(deepImports(files)).toEqual([]);
});

test.each([
  ['packages/cli/src/a.ts', '@plinth/synth/src/plan', 'import @plinth/synth, and export there'],
  ['packages/cli/src/a.ts', '@plinth/synth/dist/index.js', 'import @plinth/synth, and export there'],
  ['packages/cli/src/a.ts', '../../synth/src/plan', 'it leaves packages/cli'],
  ['packages/cli/src/a.ts', '../../../stacks/workloads/stack', 'it leaves packages/cli'],
  ['stacks/platform/stack.ts', '../workloads/stack', 'it leaves stacks/platform'],
  ['jest.config.js', './packages/synth/src/plan', 'it leaves the root'],
  ['test/scenarios/a.ts', '../../packages/synth/src/plan', 'it leaves test'],
  ['packages/synth/src/a.ts', './plan/_step', '_step is private to packages/synth/src/plan'],
  ['packages/synth/src/plan/a.ts', '../_step', '_step is private to packages/synth/src'],
])('fails when %s imports %s', (path, specifier, fault) => {
  const files = sourceTree({ [path]: `\nexport { x } from '${specifier}';` });

  expect(deepImports(files)).toEqual([expect.stringContaining(`${path}:2: imports ${specifier}; ${fault}`)]);
});
