import { FixtureRepository } from './fixture-repository';

// Some answers come from a process that has to be started.
jest.setTimeout(120_000);

let repository: FixtureRepository;
beforeEach(() => {
  repository = FixtureRepository.tiny();
});
afterEach(() => repository.dispose());

const INDEX = 'environments/index.ts';
const STACK = 'stacks/workloads/stack.ts';

test.each(['list', 'graph --json', 'lst'])(
  'the answer to %s is that of a process of its own, the first time and the second',
  async (command) => {
    const alone = await repository.plinth(command);
    expect([await repository.ask(command), await repository.ask(command)]).toEqual([alone, alone]);
  },
);

test.each([
  ['it loaded', ''],
  ['it did not load', '\n\n  interface Gone {}\nthrow new Error("first");\n'],
])('a source that has changed is read again, with its own lines, also where %s', async (_, before) => {
  const index = repository.read(INDEX);
  const wrong = async (text: string) => {
    repository.write(INDEX, text);
    return /^.*?: found/.exec((await repository.ask('list')).stderr)?.[0];
  };
  await wrong(`${index}${before}`);
  expect(await wrong(`\n\n  interface Gone {}\n\n\nthrow new Error("second");\n${index}`)).toBe(
    `${INDEX}:6:7: found`,
  );
});

test('variables are those of the command alone', async () => {
  repository.edit(STACK, "a: '1'", 'a: String(process.env.COLOUR)');
  for (const COLOUR of ['red', undefined]) {
    expect((await repository.ask('synth', { COLOUR })).code).toBe(0);
    expect(repository.read('manifests/first/workloads/retail/shop.yaml')).toMatch(
      new RegExp(`a: "?${COLOUR}`),
    );
  }
});

test('a command that ends its process answers as one, and the next has another', async () => {
  const line = 'setTimeout(() => { throw new TypeError("late"); });\n';
  repository.write(STACK, `${line}${repository.read(STACK)}`);
  const ended = await repository.ask('synth');
  expect(ended).toMatchObject({ code: 3, signal: null, stderr: expect.stringContaining('TypeError: late') });
  expect(await repository.ask('list')).toMatchObject({ code: 0, stderr: '' });
});
