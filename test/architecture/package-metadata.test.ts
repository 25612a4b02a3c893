import { packageMetadata } from './package-metadata';
import { sourceTree } from './source-tree';

const built = { types: './dist/index.d.ts', default: './dist/index.js' };
const sound = {
  license: 'Apache-2.0',
  exports: {
    '.': { '@plinth/source': './src/index.ts', ...built },
    './package.json': './package.json',
  },
  publishConfig: { exports: { '.': built } },
  scripts: { prepack: 'tsc -b' },
};

function tree(content: object, readme = '# a\n') {
  return sourceTree({
    'packages/a/package.json': JSON.stringify(content),
    'packages/a/README.md': readme,
  });
}

test('finds nothing to say about a sound package', () => {
  expect(packageMetadata(tree(sound, 'line\n'.repeat(50)))).toEqual([]);
});

test('asks no published entry of a private package, and no README of a stack', () => {
  const { publishConfig: _, ...unpublished } = sound;
  const stack = sourceTree({ 'stacks/platform/package.json': '{ "license": "Apache-2.0" }' });

  expect(packageMetadata([...tree({ ...unpublished, private: true }), ...stack])).toEqual([]);
});

test.each([
  ['has another licence', { ...sound, license: 'MIT' }, 'license is MIT'],
  ['has no licence', { ...sound, license: undefined }, 'license is undefined'],
  ['has no exports', { ...sound, exports: undefined }, 'has no exports'],
  [
    'offers what is built before its source',
    { ...sound, exports: { '.': { ...built, '@plinth/source': './src/index.ts' } } },
    'exports["."] must begin with the condition @plinth/source',
  ],
  [
    'publishes the entries of the workspace',
    { ...sound, publishConfig: {} },
    'publishConfig.exports is missing',
  ],
  [
    'publishes the way to its source',
    { ...sound, publishConfig: { exports: sound.exports } },
    'publishConfig.exports leads to @plinth/source',
  ],
  ['is packed without being built', { ...sound, scripts: {} }, 'scripts.prepack must be "tsc -b"'],
])('fails when a package %s', (_, content, fault) => {
  expect(packageMetadata(tree(content))).toEqual([
    expect.stringContaining(`packages/a/package.json: ${fault}`),
  ]);
});

test('fails when a README is missing or long', () => {
  const [file = { path: '', text: '' }] = tree(sound);

  expect(packageMetadata([file])).toEqual([expect.stringContaining('packages/a/README.md: is missing')]);
  expect(packageMetadata(tree(sound, 'line\n'.repeat(51)))).toEqual([
    expect.stringContaining('packages/a/README.md: has 51 lines; allowed: 50'),
  ]);
});
