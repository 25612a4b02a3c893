import { environmentNames, environmentNamesInCode } from './environment-names';
import { sourceTree } from './source-tree';

const environments = {
  'environments/base/index.ts': '',
  'environments/index.ts': "export const order = ['dev', 'prod'];",
  'environments/dev/index.ts': '',
  'environments/prod/index.ts': "export const name = 'prod';",
};

test('reads the names of the environments from their folders', () => {
  expect(environmentNames(sourceTree(environments))).toEqual(['dev', 'prod']);
});

test.each([
  ['a comparison', "if (name === 'prod') more();"],
  ['a name made of parts', "const project = 'acme-prod';"],
  ['a path', "const folder = 'manifests/prod/apps';"],
  ['a template', `const project = \`\${company}-prod\`;`],
  ['a template without expressions', 'const name = `prod`;'],
  ['a property', 'const floors = { prod: 3 };'],
  ['a quoted property', "const floors = { 'prod': 3 };"],
  ['a method', 'const floors = { prod() {} };'],
  ['an access', 'const floor = floors.prod;'],
  ['a computed access', "const floor = floors['prod'];"],
  ['a destructured property', 'const { prod: floor } = floors;'],
  ['a type', "type Name = 'prod';"],
  ['a property of a type', 'interface Floors { prod: number }'],
  ['a question', 'if (environment.isProd) more();'],
  ['another case', "const name = 'PROD';"],
  ['spaces around it', "if (name === 'prod '.trim()) more();"],
  ['a piece of a template', `const title = \`\${company} PROD\`;`],
])('fails when code of the product names an environment: %s', (_, code) => {
  const files = sourceTree({ ...environments, 'packages/synth/src/a.ts': `\n${code}` });

  expect(environmentNamesInCode(files)).toEqual([
    'packages/synth/src/a.ts:2: names the environment prod; ask for a setting that says why',
  ]);
});

test.each([['const floor = sizes.dev;'], ["const floor = sizes['dev'];"]])(
  'fails when code outside the output has a field of that name: %s',
  (code) => {
    const files = sourceTree({ ...environments, 'packages/synth/src/a.ts': code });

    expect(environmentNamesInCode(files)).toEqual([
      'packages/synth/src/a.ts:1: names the environment dev; ask for a setting that says why',
    ]);
  },
);

test.each([
  ["if (environment.name === 'p'.concat('rod')) more();"],
  ["if ('live' !== this.environment.name) more();"],
  [`if (environment.name === \`\${prefix}d\`) more();`],
  ["if (environment.name.startsWith('p')) more();"],
  ['switch (targetEnvironment.name) { default: more(); }'],
])('fails when code asks which environment it is in: %s', (code) => {
  const files = sourceTree({ ...environments, 'stacks/workloads/stack.ts': code });

  expect(environmentNamesInCode(files)).toEqual([
    'stacks/workloads/stack.ts:1: asks which environment this is; ask for a setting that says why',
  ]);
});

test('lets the output ask on which disk a file lies', () => {
  const code = 'const same = left.dev === tryStat(path)?.dev;';
  const files = sourceTree({ ...environments, 'packages/synth/src/output/step.ts': code });

  expect(environmentNamesInCode(files)).toEqual([]);
});

test.each([
  ['a look-up', 'const found = environments.find((environment) => environment.name === name);'],
  ['a comment', '// prod has three replicas'],
  ['a sentence', "const example = 'plinth env diff prod';"],
  ['a longer word', "const text = 'production'; const product = 'prodigy';"],
  ['a device', "const sink = '/dev/null';"],
  ['a domain', "const host = 'europe-docker.pkg.dev/acme';"],
])('lets %s mention it', (_, code) => {
  const files = sourceTree({ ...environments, 'stacks/workloads/stack.ts': code });

  expect(environmentNamesInCode(files)).toEqual([]);
});

test('lets environments, tests and generated code name it', () => {
  const code = "const name = 'prod';";
  const files = sourceTree({
    ...environments,
    'packages/synth/src/a.test.ts': code,
    'packages/crds/src/generated/a.ts': code,
    'packages/rules/fixtures/a.ts': code,
    'test/golden/a.ts': code,
  });

  expect(environmentNamesInCode(files)).toEqual([]);
});
