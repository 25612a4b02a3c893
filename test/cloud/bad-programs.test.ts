import { FixtureRepository } from '../cli/fixture-repository';

// Each refusal is a run of its own.
jest.setTimeout(120_000);

let repository: FixtureRepository;
beforeEach(() => {
  repository = FixtureRepository.ofRenderedCompany();
});
afterEach(() => repository.dispose());

const CONFIG = 'stacks/bootstrap/Pulumi.dev.yaml';

/** Takes away the programs that would run beside the one that refuses: one test has them. */
function onlyBootstrap(): void {
  for (const other of ['foundation', 'vault']) repository.remove(`stacks/${other}`);
}

/** The lines of a refusal; nothing is written, and nothing printed. */
async function refused(command: string): Promise<string[]> {
  const { code, stdout, stderr } = await repository.ask(command);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(() => repository.read('plans/dev/SHA256SUMS')).toThrow('ENOENT');
  return stderr.trimEnd().split('\n');
}

test('fails when an environment is called otherwise', async () => {
  expect(await refused('cloud plan prd')).toEqual([
    '<env>: found "prd"; allowed: dev, staging or prod; did you mean "prod"?',
  ]);
});

test('fails when there is no such program', async () => {
  expect(await refused('cloud up dev foundaton')).toEqual([
    '<stack>: found "foundaton"; allowed: bootstrap, foundation or vault; did you mean "foundation"?',
  ]);
});

test('fails when an environment has no settings for a program, and says which have', async () => {
  repository.remove(CONFIG);

  expect(await refused('cloud plan dev --write')).toEqual([expect.stringContaining('Pulumi.dev.yaml')]);
});

test('fails when a secret is given in plain text, and does not repeat it', async () => {
  onlyBootstrap();
  repository.write(
    CONFIG,
    repository.read(CONFIG).replace(/repositoryToken:\n\s+secure: .*/, 'repositoryToken: hunter2-hunter2'),
  );

  const lines = await refused('cloud plan dev --write');
  expect(lines).toEqual([
    expect.stringMatching(/Pulumi\.dev\.yaml:\d+.*repositoryToken.*pulumi config set --secret/),
  ]);
  expect(lines.join('\n')).not.toContain('hunter2');
});

test('fails when a setting that a program needs is missing', async () => {
  onlyBootstrap();
  repository.write(
    CONFIG,
    repository.read(CONFIG).replace(/ {2}bootstrap:chartsCredential:\n\s+secure: .*\n/, ''),
  );

  expect(await refused('cloud plan dev --write')).toEqual([
    expect.stringMatching(/Pulumi\.dev\.yaml.*chartsCredential/),
  ]);
});

test('fails when a declaration of the cloud is wrong, with its line, before any program starts', async () => {
  repository.edit('environments/dev/index.ts', "duration: '6h'", "duration: '3h'");
  repository.edit('environments/dev/index.ts', 'keyRotationDays: 90', 'keyRotationDays: 365');

  const lines = await refused('cloud plan dev --write');
  expect(lines).toEqual([
    '2 problems',
    expect.stringMatching(
      /^ {2}- environments\/dev\/index\.ts:\d+:\d+: dev\.cloud\.maintenance\.duration: found "3h"; allowed: /,
    ),
    expect.stringMatching(
      /^ {2}- environments\/dev\/index\.ts:\d+:\d+: dev\.cloud\.keyRotationDays: found 365; allowed: /,
    ),
  ]);
});

test('fails when production is weaker than what comes before it, with both places', async () => {
  repository.edit('environments/prod/index.ts', 'highAvailability: true', 'highAvailability: false');

  const [line = '', ...others] = await refused('cloud plan prod');
  expect(others).toEqual([]);
  expect(line).toMatch(/^environments\/prod\/index\.ts:\d+/);
  expect(line).toContain('environments/staging/index.ts:');
});

test('without Pulumi on this machine, says what to install', async () => {
  const { code, stderr } = await repository.ask('cloud up dev foundation', { PATH: '/nowhere' });

  expect(code).toBe(2);
  expect(stderr).toContain('PATH: found no program called pulumi; allowed: the Pulumi command line');
  expect(stderr).toContain('docs/guides/first-environment.md');
});

test('fails when the state that is set is another environment’s', async () => {
  const { code, stderr } = await repository.ask('cloud up dev foundation', {
    PULUMI_BACKEND_URL: 'gs://acme-prod-pulumi-state',
  });

  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^PULUMI_BACKEND_URL: found "gs:\/\/acme-prod-pulumi-state"; allowed: gs:\/\/acme-dev-pulumi-state, or /m,
  );
});
