import { externalPackages } from './external-packages';
import { sourceTree } from './source-tree';

test('lets each package be imported from its places, and by tests', () => {
  const files = sourceTree({
    'packages/kubernetes/src/kplus.ts': "export { k8s } from 'cdk8s-plus-27';",
    'packages/kubernetes/src/web-service.test.ts': "import { Deployment } from 'cdk8s-plus-27';",
    'packages/gitops/src/a.ts': "import { Chart } from 'cdk8s';",
    'packages/cloud/src/network.ts': "import { compute } from '@pulumi/gcp';",
    'packages/synth/src/output/write.ts': "import { rename } from 'node:fs/promises';",
    'packages/units/src/a.ts': "import { createHash } from 'node:crypto';",
  });

  expect(externalPackages(files)).toEqual([]);
});

test('says when there is no place for a package', () => {
  const files = sourceTree({ 'tools/a.js': "require('typescript');" });

  expect(externalPackages(files)).toEqual([
    expect.stringContaining('imports typescript; allowed: nowhere; '),
  ]);
});

test.each([
  ['packages/kubernetes/src/web-service.ts', 'cdk8s-plus-27'],
  ['packages/kubernetes/src/web-service.ts', 'cdk8s-plus-27/lib/imports/k8s'],
  ['packages/model/src/a.ts', 'constructs'],
  ['stacks/workloads/stack.ts', '@pulumi/gcp/container'],
  ['packages/synth/src/a.ts', 'typescript'],
  ['packages/synth/src/a.test.ts', 'typescript'],
  ['packages/rules/src/privileged.ts', 'node:fs'],
  ['packages/kubernetes/src/a.ts', 'fs/promises'],
])('fails when %s imports %s', (path, specifier) => {
  const files = sourceTree({ [path]: `\nimport x from '${specifier}';` });

  expect(externalPackages(files)).toEqual([expect.stringContaining(`${path}:2: imports ${specifier};`)]);
});
