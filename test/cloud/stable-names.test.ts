import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CloudPlan, planProgram } from '@plinth/cloud-plan';
import { transformSync } from '@swc/core';
import { answers } from '../../stacks/foundation/answers';
import { FixtureRepository } from '../cli/fixture-repository';
import { CHECKOUT } from '../cli/run-plinth';

// Each plan is a process of its own.
jest.setTimeout(120_000);

const STACK = 'prod';
/** What all components are. */
const COMPONENT = 'packages/pulumi/src';
/** Programs, and the packages of which they are made. */
const PROGRAMS = [
  { program: 'stacks/foundation', packages: ['cloud', 'pulumi'] },
  { program: 'stacks/vault', packages: ['vault', 'pulumi'] },
] as const;
type Program = (typeof PROGRAMS)[number];

/** Where programs of a repository find the copy, before the checkout's own. */
const copyOf = (name: string) => `node_modules/@plinth/${name}`;

const repositories: FixtureRepository[] = [];
afterAll(() => {
  for (const repository of repositories) repository.dispose();
});

type Refactor = (source: string) => string;

/** A repository whose components and program are these, after somebody has changed their sources. */
function refactored({ program, packages }: Program, refactor: Refactor): FixtureRepository {
  const repository = FixtureRepository.ofCompany();
  repositories.push(repository);
  for (const name of packages) {
    const source = `packages/${name}/src`;
    repository.write(`${copyOf(name)}/package.json`, sourceOf(`packages/${name}`, 'package.json'));
    for (const file of sourcesIn(source))
      repository.write(`${copyOf(name)}/src/${file}`, refactor(sourceOf(source, file)));
  }
  for (const name of sourcesIn(program))
    repository.write(`${program}/${name}`, refactor(sourceOf(program, name)));
  return repository;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(CHECKOUT, folder)).filter((name) => /(?<!\.test|\.d)\.ts$/.test(name));
}

function sourceOf(folder: string, name: string): string {
  return readFileSync(join(CHECKOUT, folder, name), 'utf8');
}

/** Every variable, function, class and parameter that a module does not export is called otherwise, and every private member. */
const renamed: Refactor = (source) => {
  const { code } = transformSync(source, {
    filename: 'renamed.ts',
    swcrc: false,
    minify: true,
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript' },
      minify: { compress: false, mangle: { toplevel: true } },
    },
  });
  return code;
};

/** What a module declares at its top, exported or not. */
function declaredIn(source: string): string[] {
  return [...source.matchAll(/^(?:export )?(?:const|let|function|abstract class|class) (\w+)/gm)].map(
    ([, name = '']) => name,
  );
}

const planOf = (folder: string): Promise<CloudPlan> => planProgram({ folder, stack: STACK, answers });

describe.each(PROGRAMS)('$program', (one) => {
  const { program, packages } = one;
  let plan: CloudPlan;
  beforeAll(async () => {
    plan = await planOf(join(CHECKOUT, program));
  });

  test('renaming changes every name that a module declares, and every private member', () => {
    const places = [...packages.map((name) => `packages/${name}/src`), program].flatMap((folder) =>
      sourcesIn(folder).map((name) => [folder, name] as const),
    );
    const kept = places.flatMap(([folder, name]) => {
      const source = sourceOf(folder, name);
      const code = renamed(source);
      return declaredIn(source).filter((word) =>
        new RegExp(`(?:const|let|function|class) ${word}\\b`).test(code),
      );
    });
    expect(kept).toEqual([]);
    expect(places.flatMap(([folder, name]) => declaredIn(sourceOf(folder, name))).length).toBeGreaterThan(60);
    expect(sourceOf(COMPONENT, 'component.ts')).toContain('this.#name');
    expect(renamed(sourceOf(COMPONENT, 'component.ts'))).not.toContain('#name');
  });

  test('renaming every variable and private member changes no URN and no byte of a plan', async () => {
    const other = await planOf(refactored(one, renamed).path(program));

    expect(other.resources.map(({ urn }) => urn)).toEqual(plan.resources.map(({ urn }) => urn));
    expect(JSON.stringify(other)).toBe(JSON.stringify(plan));
  });

  test('fails when a component is called after its class', async () => {
    const named: Refactor = (source) =>
      renamed(source.replace('super(`plinth:${type}`', 'super(`plinth:${new.target.name}`'));
    const other = await planOf(refactored(one, named).path(program));

    expect(other.resources.map(({ urn }) => urn)).not.toEqual(plan.resources.map(({ urn }) => urn));
  });
});
