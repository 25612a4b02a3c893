import { tmpdir } from 'node:os';
import { askPlinth } from './ask-plinth';
import { FixtureRepository } from './fixture-repository';

jest.setTimeout(120_000);

let repository: FixtureRepository;

beforeAll(() => {
  repository = FixtureRepository.tiny();
});

afterAll(() => repository.dispose());

/** One line on standard error, exit code 2, nothing else. */
async function refused(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await askPlinth(args, { cwd: repository.root });
  expect({ args, code, stdout, lines: stderr.split('\n').length }).toEqual({
    args,
    code: 2,
    stdout: '',
    lines: 2,
  });
  return stderr.trimEnd();
}

function allRefused(commands: readonly (readonly string[])[]): Promise<string[]> {
  return Promise.all(commands.map(refused));
}

test('fails when a command does not exist, and names the nearest', async () => {
  expect(
    await allRefused([['synht'], ['synht', '--env', 'first'], ['env', 'dif', 'first'], ['--', 'lst'], ['']]),
  ).toEqual([
    'plinth: found the unknown command "synht"; allowed: synth, check, list, graph, env, cloud, vault, certs, model or schema; did you mean "synth"?',
    'plinth: found the unknown command "synht"; allowed: synth, check, list, graph, env, cloud, vault, certs, model or schema; did you mean "synth"?',
    'plinth env: found the unknown command "dif"; allowed: diff; did you mean "diff"?',
    'plinth: found the unknown command "lst"; allowed: synth, check, list, graph, env, cloud, vault, certs, model or schema; did you mean "list"?',
    'plinth: found the unknown command ""; allowed: synth, check, list, graph, env, cloud, vault, certs, model or schema; plinth --help explains it',
  ]);
});

test('fails when a flag does not exist, and names the nearest', async () => {
  expect(
    await allRefused([
      ['synth', '--ot', 'x'],
      ['check', '-o', 'x'],
      ['list', '--no-json'],
      ['schema', '--json=yes'],
    ]),
  ).toEqual([
    'plinth synth: found the unknown flag "--ot"; allowed: --env, --out, --overwrite-edited, --json or --help; did you mean "--out"?',
    'plinth check: found the unknown flag "-o"; allowed: --env, --out, --date, --json or --help; plinth check --help explains it',
    'plinth list: found the unknown flag "--no-json"; allowed: --env, --json or --help; did you mean "--json"?',
    'plinth schema: found the unknown flag "--json=yes"; allowed: --json or --help; did you mean "--json"?',
  ]);
});

test('fails when something is missing', async () => {
  expect(await allRefused([['env', 'diff'], ['synth', '--env'], ['model']])).toEqual([
    'plinth env diff: found no <env>; allowed: plinth env diff [options] <env>; add it',
    'plinth synth: found --env <name> without its value; allowed: --env <name>; add the value',
    'plinth model: found no --env <name>; allowed: plinth model --env <name>; add it',
  ]);
});

test('fails when something is too much', async () => {
  expect(
    await allRefused([
      ['synth', 'first'],
      ['env', 'diff', 'first', 'second', 'third'],
      ['synth', '--', '--env', 'first'],
      ['list', '--env', 'first', '--env', 'second'],
      ['check', '--date', '2026-01-01', '--date=2026-01-01'],
    ]),
  ).toEqual([
    'plinth synth: found "first"; allowed: plinth synth [options]; remove it',
    'plinth env diff: found "second", "third"; allowed: plinth env diff [options] <env>; remove it',
    'plinth synth: found "--env", "first"; allowed: plinth synth [options]; remove it',
    '--env <name>: found both "first" and "second"; allowed: one value; give it once',
    '--date <day>: found both "2026-01-01" and "2026-01-01"; allowed: one value; give it once',
  ]);
});

test('fails when an environment is not declared, and names the nearest', async () => {
  expect(
    await allRefused([
      ['synth', '--env', 'frist'],
      ['check', '--env', 'FIRST'],
      ['list', '--env', '../first'],
      ['model', '--env='],
      ['env', 'diff', 'secnd'],
    ]),
  ).toEqual([
    '--env <name>: found "frist"; allowed: first or second; did you mean "first"?',
    '--env <name>: found "FIRST"; allowed: first or second; did you mean "first"?',
    '--env <name>: found "../first"; allowed: first or second; name one of these',
    '--env <name>: found ""; allowed: first or second; name one of these',
    '<env>: found "secnd"; allowed: first or second; did you mean "second"?',
  ]);
});

test('fails when a date is none', async () => {
  const days = ['nonsense', '2026-02-30', '2026-11-22T00:00:00Z'];
  expect(await allRefused(days.map((day) => ['check', '--date', day]))).toEqual(
    days.map(
      (day) => `--date <day>: found "${day}"; allowed: a day such as 2026-11-22; write year, month and day`,
    ),
  );
});

test('fails when there is no repository around', async () => {
  const { code, stderr } = await askPlinth(['synth'], { cwd: tmpdir() });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `${tmpdir()}: found no file environments/index.ts here or above; allowed: a folder inside a repository that declares environments; change into the repository\n`,
  });
});

test('without a command it shows help and exits with 2', async () => {
  const { code, stdout, stderr } = await askPlinth([], { cwd: repository.root });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: plinth [options] [command]');
});

test('a switch that is given twice says the same as once', async () => {
  const [once, twice] = await Promise.all([
    repository.ask('list --json'),
    repository.ask('list --json --json'),
  ]);
  expect(twice).toEqual(once);
  expect(once.code).toBe(0);
});
