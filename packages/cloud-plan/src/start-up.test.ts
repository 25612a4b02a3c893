import { planProgram } from './plan-program';
import { inFolder, planOf } from './written-program.fixture';

jest.setTimeout(60_000);

const loaded = `Object.keys(require.cache).filter((file) => /node_modules.(typescript|@npmcli.arborist).lib/.test(file)).length`;

test('a program that serializes no function loads no compiler', async () => {
  const plan = await planOf({ main: `module.exports = { loaded: ${loaded} };` });
  expect(plan.outputs).toEqual({ loaded: 0 });
});

test('a program that serializes a function gets its text, by the compiler', async () => {
  const main = `
    module.exports = async () => {
      const { text } = await pulumi.runtime.serializeFunction((n) => n + 1);
      return { text, compiled: ${loaded} > 0 };
    };`;
  const { outputs } = await planOf({ main });
  expect(outputs).toMatchObject({ compiled: true, text: expect.stringContaining('n + 1') });
});

test('a program sees nothing of our environment, and what it would see in a preview', async () => {
  const main = `
    module.exports = {
      variables: Object.keys(process.env).filter((name) => !/^PULUMI_|^__CF/.test(name)),
      names: [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()],
      preview: pulumi.runtime.isDryRun(),
    };`;
  const plan = await planOf({ main }, { organization: 'acme' });
  expect(plan.outputs).toEqual({ names: ['acme', 'written', 'test'], preview: true, variables: [] });
});

test('options for Node and its arguments reach the program', async () => {
  const files = {
    'Pulumi.yaml':
      'name: shop\nruntime: { name: nodejs, options: { nodeargs: --conditions=own -r "./be fore.js" } }\nmain: source/main.js\n',
    'Pulumi.test.yaml': 'config: {}\n',
    'source/be fore.js': 'globalThis.before = process.cwd();',
    'source/main.js': `module.exports = { here: globalThis.before === __dirname, options: process.execArgv.slice(-3) };`,
  };
  const plan = await inFolder(files, (folder) =>
    planProgram({ folder, stack: 'test', nodeOptions: ['--no-warnings'] }),
  );
  expect(plan.outputs).toEqual({ here: true, options: ['--conditions=own', '-r', './be fore.js'] });
});

test('fails when Pulumi is not installed where the program is', async () => {
  const files = { 'Pulumi.yaml': 'name: shop\nruntime: nodejs\n', 'Pulumi.test.yaml': 'config: {}\n' };
  const plan = (folder: string) => planProgram({ folder, stack: 'test' });
  await expect(inFolder(files, plan, false)).rejects.toMatchObject({ code: 'no-runtime' });
});

test('a plan is told neither of steps nor of places, which take half of the time', async () => {
  const main = `
    const { Resource } = pulumi;
    module.exports = async () => {
      await pulumi.log.warn('heard');
      return { places: Resource.callsites(), steps: String(pulumi.log.debug).length < 40 };
    };`;
  const plan = await planOf({ main });
  expect(plan.outputs).toEqual({ places: [], steps: true });
});
