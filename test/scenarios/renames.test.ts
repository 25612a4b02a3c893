import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveCompany } from '@plinth/model';
import { defineStack, type RenderedFile, renderStack, synthesize } from '@plinth/synth';
import { ApiObject, Chart } from 'cdk8s';
import { company } from '../../environments';
import workloads from '../../stacks/workloads/stack';
import { FixtureRepository } from '../cli/fixture-repository';
import { readReleases, root } from '../company/read-releases';

// Renders the whole company twice.
jest.setTimeout(60_000);

test('a service that takes a new name and a new release at once is reported as well', async () => {
  const repository = FixtureRepository.ofCompany();
  try {
    expect((await repository.ask('synth --env prod')).code).toBe(0);
    repository.edit('environments/base/services/bots/price-bot.ts', "'price-bot'", "'quote-bot'");
    for (const environment of ['dev', 'staging', 'prod'])
      repository.edit(`environments/${environment}/releases.json`, '"price-bot"', '"quote-bot"');
    const releases = JSON.parse(repository.read('environments/prod/releases.json')) as Record<string, object>;
    releases['quote-bot'] = {
      ...releases['quote-bot'],
      version: '9.0.0',
      digest: `sha256:${'9'.repeat(64)}`,
    };
    repository.write('environments/prod/releases.json', `${JSON.stringify(releases, null, 2)}\n`);
    const { code, stderr } = await repository.ask('synth --env prod');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        'renamed: prod/workloads/bots/price-bot.yaml → prod/workloads/bots/quote-bot.yaml replaces',
      ),
    });
  } finally {
    repository.dispose();
  }
});

test('a renamed service is reported in every environment: everything of it is deleted and made anew', async () => {
  const repository = FixtureRepository.ofCompany();
  try {
    expect((await repository.ask('synth')).code).toBe(0);
    repository.edit('environments/base/services/bots/price-bot.ts', "'price-bot'", "'quote-bot'");
    for (const environment of ['dev', 'staging', 'prod'])
      repository.edit(`environments/${environment}/releases.json`, '"price-bot"', '"quote-bot"');
    const { code, stderr } = await repository.ask('synth');
    expect(code).toBe(0);
    expect(stderr.match(/^renamed: .*$/gm)).toEqual(
      ['dev', 'prod', 'staging'].map((environment) =>
        expect.stringMatching(
          `renamed: ${environment}/workloads/bots/price-bot.yaml → ${environment}/workloads/bots/quote-bot.yaml replaces ServiceAccount, .*Deployment, .*; see docs/guides/leaving-and-renaming.md`,
        ),
      ),
    );
  } finally {
    repository.dispose();
  }
});

/** Renders these files again, all of them into one folder: to be alike they need not be of one squad. */
function together(files: readonly RenderedFile[]) {
  return defineStack('workloads', (scope) => {
    for (const { path, objects } of files) {
      const chart = new Chart(scope, path.replace(/^.*\/|\.yaml$/g, ''), { namespace: 'together' });
      objects.forEach((object, index) => {
        new ApiObject(chart, String(index), object as never);
      });
    }
  });
}

test.each(resolveCompany(company, { releases: readReleases(company), root }))(
  'two services of $name are never taken for one under two names, though everything of a squad came and went',
  (environment) => {
    const out = mkdtempSync(join(tmpdir(), 'renames-'));
    const files = [...renderStack(workloads, environment)];
    const render = (some: readonly RenderedFile[]) =>
      synthesize({ environments: [environment], stacks: [together(some)], out });
    try {
      expect(files.length).toBeGreaterThan(10);
      for (const file of files) {
        expect(render([file])).toMatchObject({ findings: [] });
        const others = render(files.filter((other) => other !== file));
        expect(others.removed).toHaveLength(1);
        expect(others.renames).toEqual([]);
      }
    } finally {
      rmSync(out, { recursive: true });
    }
  },
);
