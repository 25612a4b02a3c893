import { singleInstance } from './single-instance';
import { sourceTree } from './source-tree';

const lock = (packages: string[], snapshots: string[]) =>
  sourceTree({
    'pnpm-lock.yaml': JSON.stringify({
      packages: Object.fromEntries(packages.map((key) => [key, {}])),
      snapshots: Object.fromEntries(snapshots.map((key) => [key, {}])),
    }),
  });

test('lets each exist once, whatever else begins like it', () => {
  const files = lock(
    ['cdk8s@2.70.106', 'cdk8s-cli@2.207.60', '@pulumi/pulumi@3.248.0'],
    ['cdk8s@2.70.106(constructs@10.8.1)', 'cdk8s-cli@2.207.60', '@pulumi/pulumi@3.248.0'],
  );

  expect(singleInstance(files)).toEqual([]);
});

test('fails when one version exists twice, with different peers', () => {
  const files = lock(
    ['@pulumi/pulumi@3.248.0'],
    ['@pulumi/pulumi@3.248.0', '@pulumi/pulumi@3.248.0(typescript@6.0.3)'],
  );

  expect(singleInstance(files)).toEqual([
    'pnpm-lock.yaml: has 2 copies of @pulumi/pulumi: @pulumi/pulumi@3.248.0, @pulumi/pulumi@3.248.0(typescript@6.0.3)',
  ]);
});

test.each(['cdk8s', 'constructs'])('fails when there are two versions of %s', (name) => {
  const keys = [`${name}@1.0.0`, `${name}@2.0.0`];

  expect(singleInstance(lock(keys, keys))).toEqual([
    `pnpm-lock.yaml: has 2 copies of ${name}: ${name}@1.0.0, ${name}@2.0.0`,
  ]);
});

test('fails when the lockfile is missing', () => {
  expect(singleInstance([])).toEqual(['pnpm-lock.yaml: is missing; commit it']);
});
