import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT, plinth, type Run } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

let sandbox: string;
let out: string;

beforeAll(() => {
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), 'commands-')));
  out = join(sandbox, 'manifests');
});

afterAll(() => rmSync(sandbox, { recursive: true }));

/** A command over the company of this checkout. */
const company = (...args: string[]): Promise<Run> => plinth(args, { cwd: CHECKOUT });

test('synth renders, says so to the person and nothing to a pipe; a second run changes nothing; check agrees', async () => {
  const first = await company('synth', '--out', out);
  expect({ ...first, stderr: withoutNumbers(first.stderr) }).toEqual({
    code: 0,
    signal: null,
    stdout: '',
    stderr:
      'not rendered: arbitrage-bot has no release in prod\n' +
      '# objects in # files: # written, # removed, # unchanged\n',
  });
  const second = await company('synth', '--out', out, '--json');
  expect({ code: second.code, stderr: second.stderr }).toEqual({
    code: 0,
    stderr: '',
  });
  expect(JSON.parse(second.stdout)).toMatchObject({
    findings: [],
    renames: [],
    written: [],
    removed: [],
  });
  const [text, json] = await Promise.all([
    company('check', '--out', out),
    company('check', '--out', out, '--json'),
  ]);
  expect(text).toEqual({
    code: 0,
    signal: null,
    stdout: '',
    stderr: 'no findings in dev, staging, prod\n',
  });
  expect(json).toEqual({ code: 0, signal: null, stdout: '[]\n', stderr: '' });
});

test('list shows which version runs where', async () => {
  const [text, json] = await Promise.all([company('list'), company('list', '--env', 'prod', '--json')]);
  expect({ code: text.code, stderr: text.stderr }).toEqual({
    code: 0,
    stderr: '',
  });
  expect(text.stdout.split('\n')[0]).toMatch(/^service +squad +kind +dev +staging +prod$/);
  expect(text.stdout).toMatch(/^exchange-manager +exchange +web-service( +\d+\.\d+\.\d+\S*){3}$/m);
  expect(text.stdout).toMatch(/^arbitrage-bot +bots +worker +\d\S+ +\d\S+ +-$/m);
  expect(JSON.parse(json.stdout)).toMatchObject({
    services: expect.arrayContaining([
      {
        name: 'ledger',
        squad: 'exchange',
        kind: 'web-service',
        versions: { prod: expect.any(String) },
      },
    ]),
    notReleased: ['arbitrage-bot'],
  });
});

test('env diff shows what an environment customizes, and nothing else', async () => {
  const [prod, json, dev] = await Promise.all([
    company('env', 'diff', 'prod'),
    company('env', 'diff', 'prod', '--json'),
    company('env', 'diff', 'dev'),
  ]);
  expect(prod.stdout).toMatchInlineSnapshot(`
    "field                              base       dev    staging  prod
    bank-statements.timeout            2h         2h     2h       6h
    exchange-manager.resources.cpu     200m       200m   200m     500m
    exchange-manager.resources.memory  256Mi      256Mi  256Mi    512Mi
    klever-node.replicas               (default)  1      1        2
    ledger.scaling.max                 12         12     12       20
    ledger.scaling.min                 (default)  1      2        5
    "
  `);
  expect(JSON.parse(json.stdout)).toContainEqual({
    service: 'exchange-manager',
    field: 'resources.cpu',
    base: '200m',
    values: [
      { environment: 'dev', value: '200m', inherited: true },
      { environment: 'staging', value: '200m', inherited: true },
      { environment: 'prod', value: '500m', inherited: false },
    ],
  });
  expect(dev).toMatchObject({
    code: 0,
    stdout: 'dev customizes nothing: every service runs as the base says\n',
    stderr: '',
  });
});

test('model and schema print JSON alone', async () => {
  const [model, schema] = await Promise.all([company('model', '--env', 'prod', '--json'), company('schema')]);
  expect({ code: model.code, stderr: model.stderr }).toEqual({
    code: 0,
    stderr: '',
  });
  expect(JSON.parse(model.stdout)).toMatchObject({
    version: 1,
    environment: { name: 'prod' },
  });
  expect({ code: schema.code, stderr: schema.stderr }).toEqual({
    code: 0,
    stderr: '',
  });
  expect(JSON.parse(schema.stdout)).toHaveProperty(['$defs', 'web-service']);
});

test.each([
  '',
  'synth',
  'check',
  'list',
  'env',
  'env diff',
  'vault',
  'vault access',
  'vault missing',
  'model',
  'schema',
])('help of plinth %s exits with 0 and shows an example', async (command) => {
  const { code, stdout, stderr } = await company(...command.split(' ').filter(Boolean), '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Usage: plinth ?${command} .*`));
  expect(stdout).toMatch(/\nExample:\n {2}plinth \w+/);
});

test('help can be asked for as a command', async () => {
  const [help, helpOf, version] = await Promise.all([
    company('help'),
    company('help', 'synth'),
    company('--version'),
  ]);
  expect([help.code, helpOf.code, version.code]).toEqual([0, 0, 0]);
  expect(helpOf.stdout).toContain('Usage: plinth synth [options]');
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

function withoutNumbers(text: string): string {
  return text.replace(/\b\d+ /g, '# ');
}
