import { FixtureRepository } from '../cli/fixture-repository';

// Renders the whole company twice.
jest.setTimeout(60_000);

test('a renamed service is reported in every environment: everything of it is deleted and made anew', async () => {
  const repository = FixtureRepository.ofCompany();
  try {
    expect((await repository.plinth('synth')).code).toBe(0);
    repository.edit('environments/base/services/bots/price-bot.ts', "'price-bot'", "'quote-bot'");
    for (const environment of ['dev', 'staging', 'prod'])
      repository.edit(`environments/${environment}/releases.json`, '"price-bot"', '"quote-bot"');
    const { code, stderr } = await repository.plinth('synth');
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
