import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveCompany } from '@plinth/model';
import { company } from '../../environments';
import { readReleases } from '../company/read-releases';
import { askPlinth } from './ask-plinth';
import { FixtureRepository } from './fixture-repository';
import { CHECKOUT, plinth, type Run } from './run-plinth';

// Each test starts a process or more.
jest.setTimeout(120_000);

const graph = (...args: string[]): Promise<Run> => askPlinth(['graph', ...args], { cwd: CHECKOUT });

/** What of the answer the tests look at. */
interface Answer {
  readonly version: number;
  readonly environment: string | null;
  readonly squads: readonly { name: string }[];
  readonly services: readonly { name: string; squad: string; exposure?: { host: string; path: string } }[];
  readonly dependencies: readonly { name: string }[];
  readonly calls: readonly { from: string; to: string; kind: string }[];
}

async function answer(...args: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await graph(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Answer;
}

test('without an environment it has every declared service, dependency and call', async () => {
  const { version, environment, squads, services, dependencies, calls } = await answer();

  const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name).sort();
  const { base } = company;
  expect({ version, environment }).toEqual({ version: 1, environment: null });
  expect(namesOf(squads)).toEqual(namesOf(base.squads));
  expect(namesOf(services)).toEqual(namesOf(base.services));
  expect(namesOf(dependencies)).toEqual(namesOf(base.dependencies));
  const declared = base.services.flatMap(({ name, input }) =>
    (input.calls ?? []).map((to) => `${name} ${to}`),
  );
  expect(calls.map(({ from, to }) => `${from} ${to}`)).toEqual(declared.sort());
});

test('in an environment it has who is released there, under the hosts of the environment', async () => {
  for (const environment of resolveCompany(company, { releases: readReleases(company) })) {
    const shown = await answer('--env', environment.name);
    expect(shown.environment).toBe(environment.name);
    expect(shown.services.map(({ name }) => name)).toEqual(environment.services.map(({ name }) => name));
    const calls = environment.services.flatMap((service) =>
      service.calls.map(({ name: to, kind }) => ({ from: service.name, to, kind })),
    );
    expect(shown.calls).toEqual(calls);
    const manager = shown.services.find(({ name }) => name === 'exchange-manager');
    expect(manager?.exposure).toEqual({ host: `api.${environment.facts.domain}`, path: '/exchange' });
  }
});

test('of one squad it has the calls that begin or end there', async () => {
  const { services, calls } = await answer('--squad', 'wallet');

  const own = services.filter(({ squad }) => squad === 'wallet').map(({ name }) => name);
  expect(own).toEqual(['wallet-api', 'wallet-notifier', 'wallet-signer']);
  expect(calls).toContainEqual({ from: 'wallet-api', to: 'ledger', kind: 'service' });
  expect(calls).toContainEqual({ from: 'synthetic-checker', to: 'wallet-api', kind: 'service' });
  expect(calls.filter(({ from, to }) => !own.includes(from) && !own.includes(to))).toEqual([]);
});

test('--json is --format json, and --out has the bytes that would have been printed', async () => {
  const repository = FixtureRepository.tiny();
  try {
    for (const format of ['svg', 'mermaid', 'json']) {
      const { stdout } = await repository.ask(`graph --format ${format}`);
      const written = await repository.ask(`graph --format ${format} --out graph.${format}`);
      expect(written).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(repository.read(`graph.${format}`)).toBe(stdout);
    }
    expect((await repository.ask('graph --json')).stdout).toBe(repository.read('graph.json'));
    expect(repository.read('graph.mermaid')).toMatch(/^flowchart LR\n/);
    expect(repository.read('graph.svg')).toMatch(/^<svg .*shop.*<\/svg>\n$/s);
  } finally {
    repository.dispose();
  }
});

test('the picture in docs is up to date', async () => {
  const { code, stdout } = await graph();
  expect(code).toBe(0);
  expect(readFileSync(join(CHECKOUT, 'docs/pictures/calls.svg'), 'utf8')).toBe(stdout);
});

test('language and time zone change nothing', async () => {
  const variables = { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' };
  const there = await plinth(['graph'], { cwd: CHECKOUT, variables });
  expect(there.stdout).toBe((await graph()).stdout);
});

test('fails when the squad is unknown, and names the nearest', async () => {
  expect(await graph('--squad', 'exchnge')).toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      '--squad <name>: found "exchnge"; allowed: bank, bots, chain, exchange, platform, wallet or workspace; did you mean "exchange"?\n',
  });
});

test('fails when the environment is unknown, and names the nearest', async () => {
  const { code, stderr } = await graph('--env', 'prd');
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean "prod"?');
});

test('fails when the format is unknown, or there are two', async () => {
  expect(await graph('--format', 'svgg')).toMatchObject({
    code: 2,
    stderr: '--format <format>: found "svgg"; allowed: svg, mermaid or json; did you mean "svg"?\n',
  });
  expect(await graph('--json', '--format', 'svg')).toMatchObject({ code: 2, stdout: '' });
});

test('fails when the file cannot be written, and leaves nothing behind', async () => {
  const repository = FixtureRepository.tiny();
  try {
    expect(await repository.ask('graph --out missing/calls.svg')).toMatchObject({
      code: 2,
      stderr:
        '--out <file>: found "missing/calls.svg", which cannot be written (ENOENT); allowed: a file in a folder that exists and may be written; make the folder, or name another file\n',
    });
    expect(await repository.ask('graph --out environments')).toMatchObject({ code: 2 });
    expect(readdirSync(repository.root).filter((name) => name.endsWith('.new'))).toEqual([]);
  } finally {
    repository.dispose();
  }
});

test('no other command loads what draws', async () => {
  const repository = FixtureRepository.tiny();
  try {
    const loaded = join(repository.root, 'loaded.json');
    writeFileSync(
      join(repository.root, 'loaded.js'),
      `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(Object.keys(require.cache))));`,
    );
    const drawing = async (command: string) => {
      await repository.plinth(command, { NODE_OPTIONS: `--require=${join(repository.root, 'loaded.js')}` });
      const files = JSON.parse(readFileSync(loaded, 'utf8')) as string[];
      return files.filter((file) => /dagre|packages\/graph/.test(file));
    };
    expect(await drawing('graph')).not.toEqual([]);
    expect(await drawing('list')).toEqual([]);
    expect(await drawing('synth')).toEqual([]);
  } finally {
    repository.dispose();
  }
});
