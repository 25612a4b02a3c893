import { declaredImports } from './declared-imports';
import { sourceTree } from './source-tree';

const declaration = JSON.stringify({
  name: '@plinth/a',
  dependencies: { zod: '4.6.7' },
  peerDependencies: { cdk8s: 'catalog:' },
  devDependencies: { 'js-yaml': '5.5.0' },
});

test('lets a package import itself, builtins and what it declares', () => {
  const files = sourceTree({
    'packages/a/package.json': declaration,
    'packages/a/src/a.ts':
      "import 'zod';\nimport 'cdk8s/lib/x';\nimport 'node:path';\nimport './b';\nimport '@plinth/a';",
    'packages/a/src/a.test.ts': "import 'js-yaml';",
    'package.json': '{}',
    'jest.config.js': "require('@swc/jest');",
    'tools/generate.ts': "import 'js-yaml';",
  });

  expect(declaredImports(files)).toEqual([]);
});

test('fails when a package imports what it does not declare, or declares for development alone', () => {
  const files = sourceTree({
    'packages/a/package.json': declaration,
    'packages/a/src/a.ts': "import type { X } from '@plinth/errors';\nconst yaml = require('js-yaml');",
  });

  expect(declaredImports(files)).toEqual([
    'packages/a/src/a.ts:1: imports @plinth/errors, which packages/a/package.json does not declare',
    'packages/a/src/a.ts:2: imports js-yaml, which packages/a/package.json does not declare',
  ]);
});
