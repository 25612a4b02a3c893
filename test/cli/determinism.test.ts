import { FixtureRepository } from './fixture-repository';
import { readTree } from './read-tree';

// Each run renders the whole company.
jest.setTimeout(120_000);

let repository: FixtureRepository;

beforeAll(() => {
  repository = FixtureRepository.ofCompany();
});

afterAll(() => repository.dispose());

/** What a machine may have different. Locales that are not installed still change what Node's Intl answers. */
const MACHINES: readonly string[] = [
  'plinth synth --out $OUT',
  'LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 TZ=Pacific/Kiritimati plinth synth --out $OUT',
  // Variables in another order, and one CPU where the system can be asked for it.
  'cd stacks/workloads; export LC_ALL=C TZ=America/Los_Angeles NODE_OPTIONS=--max-semi-space-size=1; ' +
    'type taskset >/dev/null && ONE_CPU="taskset -c 0"; export ONE_CPU NODE PLINTH; ' +
    'env -0 | sort -rz | xargs -0 sh -c ' +
    `'exec env -i "$@" $ONE_CPU "$NODE" --conditions=@plinth/source "$PLINTH" synth --out "$OUT"' sh`,
];

test('the same declarations give the same bytes in any locale, time zone, folder, order of variables and number of CPUs', async () => {
  const outs = MACHINES.map((_, index) => repository.path(`out-${index}`));
  const runs = await Promise.all(MACHINES.map((line, index) => repository.shell(line, { OUT: outs[index] })));
  expect(runs.map(({ code }) => code)).toEqual(MACHINES.map(() => 0));
  const trees = outs.map(readTree);
  expect(Object.keys(trees[0] ?? {}).length).toBeGreaterThan(50);
  for (const tree of trees) expect(tree).toEqual(trees[0]);
});

test('the digest lists are those of sha256sum', async () => {
  const { code, stdout } = await repository.shell(
    'for folder in out-0/*; do (cd $folder && sha256sum --check --strict --quiet SHA256SUMS) || exit 1; done',
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});
