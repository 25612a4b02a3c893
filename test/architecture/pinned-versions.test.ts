import { pinnedVersions } from './pinned-versions';
import { sourceTree } from './source-tree';

test('lets versions be exact, from the catalog or from the workspace, and peers be ranges', () => {
  const files = sourceTree({
    'package.json': JSON.stringify({
      dependencies: { zod: '4.6.7', cdk8s: 'catalog:', '@plinth/a': 'workspace:*', beta: '1.0.0-rc.1' },
      devDependencies: { '@typescript/native': 'npm:typescript@7.0.2' },
      peerDependencies: { constructs: '^10.8.1' },
    }),
    'pnpm-workspace.yaml': 'catalog:\n  cdk8s: 2.70.106\n',
  });

  expect(pinnedVersions(files)).toEqual([]);
});

test.each(['^4.6.7', '~4.6.7', '4', '*', 'latest', '>=4.6.7', 'npm:zod@^4.6.7', 'github:acme/zod'])(
  'fails when a package asks for %s',
  (version) => {
    const files = sourceTree({
      'packages/a/package.json': JSON.stringify({ devDependencies: { zod: version } }),
    });

    expect(pinnedVersions(files)).toEqual([
      `packages/a/package.json: zod is ${version}; pin an exact version, or use the catalog`,
    ]);
  },
);

test('fails when the catalog holds a range', () => {
  const files = sourceTree({ 'pnpm-workspace.yaml': 'catalog:\n  cdk8s: ^2.70.106\n' });

  expect(pinnedVersions(files)).toEqual([
    'pnpm-workspace.yaml: catalog: cdk8s is ^2.70.106; pin an exact version, or use the catalog',
  ]);
});
