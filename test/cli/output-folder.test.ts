import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';

// Each test starts a process or two.
jest.setTimeout(120_000);

let repository: FixtureRepository;
let sandbox: string;

beforeEach(() => {
  repository = FixtureRepository.tiny();
  sandbox = realpathSync(mkdtempSync(join(tmpdir(), 'output-folder-')));
});

afterEach(() => {
  repository.dispose();
  rmSync(sandbox, { recursive: true });
});

async function refused(args: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const before = readTree(repository.root);
  const { code, stdout, stderr } = await repository.ask(args, variables);
  expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
  expect(readTree(repository.root)).toEqual(before);
  return stderr.trimEnd();
}

test('fails when --out is a folder of sources, or what no folder can be', async () => {
  writeFileSync(join(sandbox, 'file'), '');
  expect(await refused('synth --out stacks/workloads')).toBe(
    '--out: found a folder in or around stacks/, which people write; allowed: a folder for rendered files alone; choose another folder, for example --out manifests',
  );
  expect(await refused(`check --out ${sandbox}/file`)).toContain(`${sandbox}/file: found a file; allowed:`);
});

test('fails when files of others lie where manifests belong, and leaves them and their neighbours alone', async () => {
  mkdirSync(join(sandbox, 'first'));
  writeFileSync(join(sandbox, 'first/letter.txt'), 'dear');
  writeFileSync(join(sandbox, 'README.md'), 'mine');
  expect(await refused(`synth --out ${sandbox}`)).toBe(
    `${sandbox}/first/letter.txt: found a file that no run has written; allowed: what a run has written; move it out of the section, or delete it`,
  );
  expect(readTree(sandbox)).toEqual({ 'README.md': 'mine', 'first/letter.txt': 'dear' });
});

test('fails when the disk refuses to be written', async () => {
  // Nobody may create a folder here, root included.
  expect(await refused('synth --out /proc/manifests')).toMatch(
    /^\/proc\/manifests: found a place where nothing can be made, .* \(ENOENT\); allowed: a folder of your own on a disk with space; choose another folder with --out$/,
  );
});

test('a file that was edited by hand is lost only on request', async () => {
  await repository.ask('synth');
  const file = 'manifests/first/workloads/retail/shop.yaml';
  const rendered = repository.read(file);
  repository.write(file, `${rendered}# by hand\n`);
  expect(await refused('synth')).toContain('a file changed by hand since it was rendered');
  expect((await repository.ask('synth --overwrite-edited')).code).toBe(0);
  expect(repository.read(file)).toBe(rendered);
});

test('--out is relative to the current folder, may be reached through a link, and only one environment may be asked for', async () => {
  mkdirSync(join(sandbox, 'real'));
  symlinkSync('real', join(sandbox, 'link'));
  const { code } = await repository.shell(
    'cd environments/first && plinth synth --env second --out ../../rendered',
  );
  const throughLink = await repository.ask(`synth --env second --out ${sandbox}/link`);
  expect([code, throughLink.code]).toEqual([0, 0]);
  const files = ['second/SHA256SUMS', 'second/workloads/retail/shop.yaml'];
  expect(Object.keys(readTree(repository.path('rendered')))).toEqual(files);
  expect(Object.keys(readTree(join(sandbox, 'real')))).toEqual(files);
});

test('nothing is writable for others, whatever the umask', async () => {
  await repository.shell('umask 000; plinth synth');
  for (const path of ['', '/first', '/first/SHA256SUMS', '/first/workloads/retail/shop.yaml'])
    expect(statSync(repository.path(`manifests${path}`)).mode & 0o022).toBe(0);
});

test('fails when cdk8s gives us the reviewed manifests; --out has the last word', async () => {
  expect(await refused('synth', { CDK8S_OUTDIR: 'manifests' })).toBe(
    'CDK8S_OUTDIR: found the folder of reviewed manifests, which cdk8s deletes before it renders; ' +
      'allowed: a folder that nobody misses, such as dist/cdk8s; ' +
      'restore it with git restore manifests, give cdk8s another --output, or run plinth synth',
  );
  expect((await repository.ask('synth --out manifests', { CDK8S_OUTDIR: 'manifests' })).code).toBe(0);
});
