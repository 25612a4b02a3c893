import { UserError } from '@plinth/errors';
import { MASKED } from '../plan';
import { inFolder } from '../written-program.fixture';
import { type ProgramSettings, readProgram } from './program-settings';

const PROJECT = `name: shop
runtime:
  name: nodejs
  options:
    nodeargs: -r ./here.js
main: main.ts
`;

/** What the two files say, or the message of the error. */
function read(
  schema: string,
  stack: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ProgramSettings> {
  const files = { 'Pulumi.yaml': PROJECT + schema, 'Pulumi.dev.yaml': stack, 'main.ts': '', ...more };
  return inFolder(files, (folder) => readProgram(folder, 'dev'));
}

async function refusal(
  schema: string,
  stack: string,
  more?: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    await read(schema, stack, more);
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    return error.message.replace(/\S*\/program-\w+\/?/g, '');
  }
  throw new Error('it was accepted');
}

test('values of a stack lie over those of the project, as text under long keys', async () => {
  const schema =
    'config:\n  region: here\n  zones: { type: array, default: [a] }\n  gcp:project: one\n  size: { type: integer }\n';
  const { config, secretKeys } = await read(
    schema,
    'config:\n  shop:region: there\n  size: 3\n  open: true\n',
  );
  expect(config).toEqual({
    'shop:region': 'there',
    'shop:zones': '["a"]',
    'gcp:project': 'one',
    'shop:size': '3',
    'shop:open': 'true',
  });
  expect(secretKeys).toEqual([]);
});

test('a secret is a placeholder that can be read as its type', async () => {
  const schema =
    'config:\n  count: { type: integer, secret: true }\n  names: { type: array, secret: true }\n  word: { secret: true }\n';
  const stack = 'config:\n  count: { secure: v1:A }\n  names: [{ secure: v1:B }]\n  word: { secure: v1:C }\n';
  const { config, secretKeys } = await read(schema, stack);
  expect(config).toEqual({ 'shop:count': '0', 'shop:names': JSON.stringify([MASKED]), 'shop:word': MASKED });
  expect(secretKeys).toEqual(['shop:count', 'shop:names', 'shop:word']);
});

test('the program of a folder runs in it, the program of a file beside it', async () => {
  expect(await read('', 'config: {}')).toMatchObject({ entry: 'main.ts', nodeArguments: '-r ./here.js' });
  const inside = { 'Pulumi.yaml': 'name: shop\nruntime: nodejs\nmain: source\n', 'source/index.js': '' };
  const { pwd, entry, folder } = await read('', 'config: {}', inside);
  expect([pwd, entry]).toEqual([`${folder}/source`, '.']);
  const here = { 'Pulumi.yaml': 'name: shop\nruntime: nodejs\n' };
  expect(await read('', 'config: {}', here)).toMatchObject({ entry: '.' });
});

test('fails when a stack has no file, naming those that have and the nearest', async () => {
  const files = { 'Pulumi.yaml': PROJECT, 'Pulumi.dev.yaml': '', 'Pulumi.prod.yaml': '' };
  await inFolder(files, (folder) => {
    expect(() => readProgram(folder, 'pord')).toThrow(
      'found no Pulumi.pord.yaml; allowed: dev or prod; did you mean "prod"?',
    );
    expect(() => readProgram(folder, '../other')).toThrow('found no Pulumi.../other.yaml');
  });
});

test.each([
  [
    'a required key is missing',
    'config:\n  region: { type: string }\n',
    'config:\n  shop:other: 1\n',
    'Pulumi.dev.yaml:1: config: found no shop:region; allowed: a value of type string, as Pulumi.yaml:8 declares it; add the line "shop:region: …" under config',
  ],
  [
    'a value is of another type',
    'config:\n  size: { type: integer }\n',
    'config:\n  shop:size: many\n',
    'Pulumi.dev.yaml:2: config.shop:size: found string "many"; allowed: a value of type integer, as Pulumi.yaml:8 declares it; correct the value or the type',
  ],
  [
    'a default is of another type',
    'config:\n  open: { type: boolean, default: 3 }\n',
    'config: {}\n',
    'Pulumi.yaml:8: config.shop:open: found number 3; allowed: a value of type boolean, as Pulumi.yaml:8 declares it; correct the value or the type',
  ],
  [
    'a type is unknown',
    'config:\n  open: { type: bool, default: true }\n',
    'config: {}\n',
    'Pulumi.yaml:8: config.open.type: found "bool"; allowed: string, integer, boolean, array, object; name one of these',
  ],
  [
    'a key stands in plain text, though nobody calls it a secret',
    'config:\n  url: { type: string }\n',
    `config:\n  shop:url: ${['postgres://a', 'hunter2@db.example'].join(':')}\n`,
    'Pulumi.dev.yaml:2: config.shop:url: found text that looks like a connection string with a password, not shown; allowed: ciphertext for what is a secret; replace the secret where it is used, then run: pulumi config set --secret shop:url',
  ],
  [
    'a secret stands in plain text',
    'config:\n  password: { secret: true }\n',
    'config:\n\n  shop:password: hunter2\n',
    'Pulumi.dev.yaml:3: config.shop:password: found a secret in plain text; allowed: ciphertext, because Pulumi.yaml:8 says "secret: true"; replace the secret where it is used, then run: pulumi config set --secret shop:password',
  ],
  [
    'a secret stands in plain text beside ciphertext',
    'config:\n  users: { type: object, secret: true }\n',
    'config:\n  shop:users:\n    first: { secure: v1:A }\n    second: hunter2\n',
    'Pulumi.dev.yaml:2: config.shop:users: found a secret in plain text; allowed: ciphertext, because Pulumi.yaml:8 says "secret: true"; replace the secret where it is used, then run: pulumi config set --secret shop:users',
  ],
  [
    'a key stands twice',
    '',
    'config:\n  shop:a: 1\n  shop:a: 2\n',
    'Pulumi.dev.yaml:3: found duplicated mapping key; allowed: one YAML mapping; mend that line; each key stands once',
  ],
  [
    'a key stands twice under its two names',
    '',
    'config:\n  shop:a: 1\n  a: 2\n',
    'Pulumi.dev.yaml:3: config.a: found shop:a for the second time; allowed: each key once, with or without its project; remove one of the two',
  ],
  [
    'a file is no YAML',
    '',
    'config:\n  a: "open\n',
    /^Pulumi\.dev\.yaml:\d: found .*; allowed: one YAML mapping; mend that line/,
  ],
  [
    'a file holds no mapping',
    '',
    '- a\n',
    'Pulumi.dev.yaml:1: found no mapping; allowed: one YAML mapping; write "key: value" lines',
  ],
  [
    'config is no mapping',
    '',
    'encryptionsalt: x\nconfig: [a]\n',
    'Pulumi.dev.yaml:2: config: found ["a"]; allowed: a mapping of keys to values; write "config:" and the keys below it',
  ],
  [
    'the providers to disable are no list',
    '',
    'config:\n  pulumi:disable-default-providers: gcp\n',
    'Pulumi.dev.yaml:2: config.pulumi:disable-default-providers: found "gcp"; allowed: a list of names of providers, or of "*"; write it as a list',
  ],
])('fails when %s, with file and line', async (_what, schema, stack, message) => {
  const said = await refusal(schema, stack);
  if (typeof message === 'string') expect(said).toBe(message);
  else expect(said).toMatch(message);
  expect(said).not.toContain('hunter2');
});

test('fails when there are several mistakes, with all of them', async () => {
  const schema = 'config:\n  one: { type: integer }\n  two: { type: integer }\n';
  expect(await refusal(schema, 'config:\n  one: x\n')).toMatch(/^2 problems\n {2}- .*one.*\n {2}- .*two/);
});

test('fails when there is no program where main says', async () => {
  const files = { 'Pulumi.yaml': 'name: shop\nruntime: nodejs\nmain: gone.ts\n' };
  expect(await refusal('', 'config: {}', files)).toMatch(
    /^Pulumi\.yaml:3: main: found "gone\.ts", which does not exist/,
  );
});

test('fails when the project has no name', async () => {
  const files = { 'Pulumi.yaml': 'runtime: nodejs\n' };
  expect(await refusal('', 'config: {}', files)).toBe(
    'Pulumi.yaml:1: name: found nothing; allowed: text; add the line "name: …"',
  );
});

test('fails when there is no Pulumi.yaml, or one that is no text', async () => {
  await inFolder({}, (folder) => expect(() => readProgram(folder, 'dev')).toThrow('found no such file'));
  await inFolder({ 'Pulumi.yaml/x': '' }, (folder) =>
    expect(() => readProgram(folder, 'dev')).toThrow('found what cannot be read as text (EISDIR)'),
  );
});
