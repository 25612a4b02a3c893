import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';
import { CHECKOUT, PLINTH, type Run, run } from './run-plinth';

// Each test starts cdk8s, which starts plinth.
jest.setTimeout(120_000);

const CDK8S = join(dirname(require.resolve('cdk8s-cli/package.json')), 'bin/cdk8s');
const APP = `${process.execPath} --conditions=@plinth/source ${PLINTH} synth`;
const OFFLINE = { CDK8S_CHECK_UPGRADE: 'false' };

let repository: FixtureRepository;

const cdk8s = (...args: string[]): Promise<Run> =>
  run(process.execPath, [CDK8S, 'synth', ...args], { cwd: repository.root, variables: OFFLINE });

const configure = (config: Readonly<Record<string, unknown>>) =>
  repository.write(
    'cdk8s.yaml',
    JSON.stringify({ language: 'typescript', app: APP, output: 'dist/cdk8s', ...config }),
  );

afterEach(() => repository.dispose());

describe('with the company of this checkout', () => {
  test('cdk8s synth gives the bytes of plinth synth, in any folder', async () => {
    repository = FixtureRepository.ofCompany();
    configure({});
    const [own, theirs, elsewhere] = await Promise.all([
      repository.plinth('synth --out plinth'),
      cdk8s(),
      cdk8s('--output', 'other/folder'),
    ]);
    expect([own.code, theirs.code, elsewhere.code]).toEqual([0, 0, 0]);
    expect(theirs.stdout).toContain('  - dist/cdk8s/prod/workloads/exchange/ledger.yaml\n');
    const expected = readTree(repository.path('plinth'));
    expect(Object.keys(expected).length).toBeGreaterThan(50);
    expect(readTree(repository.path('dist/cdk8s'))).toEqual(expected);
    expect(readTree(repository.path('other/folder'))).toEqual(expected);
    expect(readTree(repository.path('manifests'))).toEqual({});
  });
});

describe('with a small company', () => {
  beforeEach(() => {
    repository = FixtureRepository.tiny();
    configure({});
  });

  test('validations see the manifests and decide about the exit code', async () => {
    repository.write('validation/index.js', VALIDATION);
    const withLimit = (limit: number) =>
      configure({
        validations: [
          {
            package: repository.path('validation'),
            version: '1.0.0',
            class: 'CountFiles',
            properties: { limit },
          },
        ],
      });
    withLimit(2);
    const accepted = await cdk8s('--stdout');
    expect({ code: accepted.code, objects: accepted.stdout.match(/^kind: ConfigMap$/gm)?.length }).toEqual({
      code: 0,
      objects: 2,
    });
    withLimit(1);
    const refused = await cdk8s();
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('more than 1 file');
  });

  test('fails when plinth does, with its findings and code 1', async () => {
    repository.edit('stacks/workloads/stack.ts', "data: { a: '1' }", "dta: { a: '1' }");
    const { code, stderr } = await cdk8s();
    expect(code).toBe(1);
    expect(stderr).toContain('an unknown field');
    expect(stderr).toContain('returned a non-zero exit code 1');
    expect(readTree(repository.path('dist'))).toEqual({});
  });

  test('fails when its output is the folder of reviewed manifests', async () => {
    const { code, stderr } = await cdk8s('--output', 'manifests');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'CDK8S_OUTDIR: found the folder of reviewed manifests, which cdk8s deletes before',
    );
    expect(readTree(repository.path('manifests'))).toEqual({});
  });
});

test('cdk8s.yaml renders with plinth, and never into manifests/', () => {
  repository = FixtureRepository.tiny();
  const config = load(readFileSync(join(CHECKOUT, 'cdk8s.yaml'), 'utf8')) as Record<string, string>;
  expect(config.app).toBe(`node --conditions=@plinth/source ${PLINTH.slice(CHECKOUT.length + 1)} synth`);
  const output = resolve(CHECKOUT, config.output ?? 'dist');
  const manifests = join(CHECKOUT, 'manifests');
  expect(`${output}/`.startsWith(`${manifests}/`) || `${manifests}/`.startsWith(`${output}/`)).toBe(false);
});

/** Refuses more files than its limit. */
const VALIDATION = `
exports.CountFiles = class {
  constructor({ limit }) { this.limit = limit; }
  async validate({ manifests, report }) {
    if (manifests.length > this.limit)
      report.addViolation({
        ruleName: 'count-files',
        recommendation: 'render less',
        violatingResources: [{ resourceName: 'all', manifestPath: manifests[0], locations: [] }],
        fix: 'more than ' + this.limit + ' file',
      });
    report.submit(manifests.length > this.limit ? 'failure' : 'success');
  }
};
`;
