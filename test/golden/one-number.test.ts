import { FixtureRepository } from '../cli/fixture-repository';
import { readTree } from '../cli/read-tree';

// Renders the whole company twice.
jest.setTimeout(60_000);

let repository: FixtureRepository;

beforeAll(async () => {
  repository = FixtureRepository.ofCompany();
  expect((await repository.plinth('synth --out before')).code).toBe(0);
});

afterAll(() => repository.dispose());

/** The lines that differ between two renderings, the digest lists aside. */
function changedLines(before: string, after: string): [file: string, before: string, after: string][] {
  const [old, now] = [readTree(repository.path(before)), readTree(repository.path(after))];
  expect(Object.keys(now)).toEqual(Object.keys(old));
  return Object.entries(now)
    .filter(([file]) => !file.endsWith('/SHA256SUMS'))
    .flatMap(([file, text]) => {
      const [oldLines, newLines] = [old[file]?.split('\n') ?? [], text.split('\n')];
      expect({ file, lines: newLines.length }).toEqual({ file, lines: oldLines.length });
      return newLines.flatMap((line, index): [string, string, string][] =>
        line === oldLines[index] ? [] : [[file, oldLines[index]?.trim() ?? '', line.trim()]],
      );
    });
}

test("changing prod's cpu of one service changes one line of one file", async () => {
  repository.edit('environments/prod/exchange.ts', 'cpu: 0.5', 'cpu: 0.6');
  expect((await repository.plinth('synth --out after')).code).toBe(0);
  repository.edit('environments/prod/exchange.ts', 'cpu: 0.6', 'cpu: 0.5');
  expect(changedLines('before', 'after')).toEqual([
    ['prod/workloads/exchange/exchange-manager.yaml', 'cpu: 500m', 'cpu: 600m'],
  ]);
});

test('moving a declaration to another file changes no byte', async () => {
  const ledger = repository.read('environments/base/services/exchange/ledger.ts');
  repository.write('environments/base/services/book.ts', ledger.replaceAll("'../../", "'../"));
  repository.remove('environments/base/services/exchange/ledger.ts');
  repository.edit('environments/base/index.ts', './services/exchange/ledger', './services/book');
  expect((await repository.plinth('synth --out moved')).code).toBe(0);
  expect(changedLines('before', 'moved')).toEqual([]);
});
