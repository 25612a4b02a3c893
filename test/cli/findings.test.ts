import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';

// Each test starts a process or more.
jest.setTimeout(120_000);

let repository: FixtureRepository;

let rendered: FixtureRepository;

beforeAll(async () => {
  rendered = FixtureRepository.tiny();
  expect((await rendered.ask('synth')).code).toBe(0);
});

afterAll(() => rendered.dispose());

beforeEach(() => {
  repository = rendered.copy();
});

afterEach(() => repository.dispose());

const STACK = 'stacks/workloads/stack.ts';
const EXCEPTION = (object: string) => `
import { exception } from '@plinth/model';
import { tinyCompany } from '@plinth/testing';

export const company = tinyCompany(exception({
  rule: 'schema', object: '${object}', reason: 'A field of the next version of Kubernetes.', owner: 'retail',
  ticket: 'OPS-1', expires: '2026-12-31', compensatedBy: 'shop serves while the field is ignored',
}));
`;

test('fails when an object has an unknown field: exit 1, the finding on standard output, nothing written', async () => {
  const before = readTree(repository.path('manifests'));
  repository.edit(STACK, "data: { a: '1' }", "dta: { a: '1' }");
  const [text, json] = [await repository.ask('synth'), await repository.ask('synth --env first --json')];
  expect(text).toMatchObject({ code: 1, stderr: '2 findings\n' });
  expect(text.stdout.split('\n')[0]).toMatchInlineSnapshot(
    `"first/workloads/retail/shop.yaml: ConfigMap retail/shop dta: found an unknown field; allowed: apiVersion, binaryData, data, immutable, kind or metadata; did you mean "data"?"`,
  );
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({
    findings: [
      {
        rule: 'schema',
        object: 'ConfigMap retail/shop',
        file: 'first/workloads/retail/shop.yaml',
      },
    ],
    written: [],
  });
  expect(readTree(repository.path('manifests'))).toEqual(before);
});

test('fails when a stack throws what is no mistake of a person: exit 3, the trace, nothing written', async () => {
  const before = readTree(repository.path('manifests'));
  repository.edit(
    STACK,
    "data: { a: '1' }",
    'data: (environment as never as { facts: { no: { thing: string } } }).facts.no.thing',
  );
  const { code, stdout, stderr } = await repository.ask('synth');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(
    /^plinth: this is our bug, not your mistake; please report it with these lines\nTypeError: /,
  );
  expect(stderr).toMatch(/\n {4}at .*stacks\/workloads\/stack\.ts:\d+:\d+\)?\n/);
  expect(readTree(repository.path('manifests'))).toEqual(before);
});

describe('check', () => {
  const findings = async (args = '') => {
    const { code, stdout } = await repository.ask(`check --env first --json ${args}`);
    const list = JSON.parse(stdout) as {
      rule: string;
      file?: string;
      found: string;
    }[];
    return {
      code,
      found: list.map(({ rule, file, found }) => [rule, file, found]),
    };
  };

  test('fails when the tree is not what was rendered, and names everything at once', async () => {
    repository.edit('manifests/first/workloads/retail/shop.yaml', 'data:\n  a', 'dta:\n  a');
    repository.write('manifests/first/workloads/notes.txt', 'mine');
    repository.edit('manifests/first/SHA256SUMS', '\n', `\n${'0'.repeat(64)}  workloads/retail/gone.yaml\n`);
    expect(await findings()).toEqual({
      code: 1,
      found: [
        ['rendered-tree', 'first/workloads/retail/shop.yaml', 'a file that was edited by hand'],
        ['rendered-tree', 'first/workloads/notes.txt', 'a file that is not rendered'],
        ['rendered-tree', 'first/workloads/retail/gone.yaml', 'a rendered file that is gone'],
        ['schema', 'first/workloads/retail/shop.yaml', 'an unknown field'],
      ],
    });
    const { code, stdout, stderr } = await repository.ask('check');
    expect({
      code,
      stderr,
      lines: stdout.trimEnd().split('\n').length,
    }).toEqual({
      code: 1,
      stderr: '4 findings\n',
      lines: 4,
    });
  });

  test('fails when a run was stopped half-way, when nothing is rendered, and when nobody declares what is', async () => {
    repository.write('manifests/.plinth/journal', '{}');
    expect((await findings()).found).toContainEqual([
      'rendered-tree',
      'first',
      'a run that was stopped half-way',
    ]);
    repository.remove('manifests/.plinth');
    repository.write('manifests/third/SHA256SUMS', '');
    repository.remove('manifests/first');
    expect(await findings()).toEqual({
      code: 1,
      found: [
        ['rendered-tree', 'first', 'nothing rendered'],
        ['rendered-tree', 'third', 'what was rendered for an environment that is not declared'],
      ],
    });
  });

  test('fails when anything lies beside the environments; synth says so and leaves it alone', async () => {
    repository.write('manifests/notes.txt', 'mine');
    repository.write('manifests/qa/x/y.yaml', 'kind: Mine');
    repository.write('manifests/.gitattributes', '');
    expect(await findings()).toEqual({
      code: 1,
      found: [
        ['rendered-tree', 'notes.txt', 'what is of no environment'],
        ['rendered-tree', 'qa', 'what is of no environment'],
      ],
    });
    const { code, stderr } = await repository.ask('synth');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'left alone: notes.txt is of no environment\nleft alone: qa is of no environment\n' +
        '2 objects in 2 files: 0 written, 0 removed, 2 unchanged\n',
    });
    expect(repository.read('manifests/qa/x/y.yaml')).toBe('kind: Mine');
  });

  test('fails when an exception has expired on the day that is asked for, or covers nothing', async () => {
    repository.edit(STACK, "data: { a: '1' }", "dta: { a: '1' }");
    repository.write('environments/index.ts', EXCEPTION('ConfigMap retail/shop'));
    expect((await repository.ask('synth')).code).toBe(0);
    expect(await findings('--date 2026-12-31')).toEqual({ code: 0, found: [] });
    const expired = await repository.ask('check --date 2027-01-01');
    expect(expired).toMatchObject({ code: 1, stderr: '1 finding\n' });
    expect(expired.stdout).toBe(
      'environments/index.ts:5: ConfigMap retail/shop schema: found an exception that expired on 2026-12-31; allowed: entries that still hold; keep the rule, or have retail renew OPS-1\n',
    );
    repository.write('environments/index.ts', EXCEPTION('ConfigMap retail/other'));
    const { stdout } = await repository.ask('check --date 2026-12-31');
    expect(stdout.match(/exception that covers nothing/g)).toHaveLength(1);
    expect((await findings('--date 2026-12-31')).found).not.toContainEqual(
      expect.arrayContaining(['exception-unused']),
    );
  });
});
