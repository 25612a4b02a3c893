import { ENVIRONMENT_IDENTITY, type ResolvedEnvironment, resolveCompany } from '@plinth/model';
import { company } from '../../environments';
import { readReleases, root } from '../company/read-releases';

const environments = resolveCompany(company, { releases: readReleases(company), root });

/** The names of what an environment customizes. */
const customizedIn = (name: string): string[] =>
  company.environments
    .filter((declared) => declared.name === name)
    .flatMap(({ overlays }) => overlays.flatMap(({ input }) => Object.keys(input)));

/** What every environment has alike, by its name: services, squads and dependencies without the fields of a place. */
function alike(environment: ResolvedEnvironment): Map<string, unknown> {
  const neutral = structuredClone(environment) as unknown as Record<string, { name: string }[]>;
  for (const path of ENVIRONMENT_IDENTITY) remove(neutral, path.split('.'));
  return new Map(
    ['services', 'squads', 'dependencies'].flatMap((group) =>
      (neutral[group] ?? []).map((one) => [`${group} ${one.name}`, one] as const),
    ),
  );
}

/** `*` stands for any key or index. */
function remove(value: unknown, [key = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const each of key === '*' ? Object.keys(holder) : [key]) {
    if (rest.length === 0) delete holder[each];
    else remove(holder[each], rest);
  }
}

const pairs = environments.flatMap((one, index) =>
  environments.slice(index + 1).map((other) => ({ one, other })),
);

test.each(pairs.map(({ one, other }) => ({ first: one.name, second: other.name, one, other })))(
  '$first and $second are the same but for their identity and what they customize',
  ({ one, other }) => {
    const customized = new Set([...customizedIn(one.name), ...customizedIn(other.name)]);
    const [ours, theirs] = [alike(one), alike(other)];
    const compared = [...ours].filter(
      ([name]) => theirs.has(name) && !customized.has(name.replace(/^services /, '')),
    );
    for (const [name, value] of compared) expect([name, theirs.get(name)]).toEqual([name, value]);
    expect(compared.length).toBeGreaterThan(customized.size + 10);
  },
);

test('what one of two customizes differs: the comparison sees it', () => {
  const differing = pairs.flatMap(({ one, other }) => {
    const [ours, theirs] = [alike(one), alike(other)];
    const inOne = customizedIn(one.name).filter((name) => !customizedIn(other.name).includes(name));
    const inOther = customizedIn(other.name).filter((name) => !customizedIn(one.name).includes(name));
    const both = [...inOne, ...inOther].map((name) => `services ${name}`);
    for (const name of both.filter((each) => ours.has(each) && theirs.has(each)))
      expect(ours.get(name)).not.toEqual(theirs.get(name));
    return both;
  });
  expect(differing.length).toBeGreaterThan(0);
});
