import { type EnvironmentDeclaration, environment, resolveCompany } from '@plinth/model';
import { emitYaml, renderStack } from '@plinth/synth';
import { company } from '../../environments';
import workloads from '../../stacks/workloads/stack';
import { readReleases, root } from '../company/read-releases';

const [first] = company.environments;
const releasesOfFirst = readReleases(company).get(first?.name ?? '');

/** The services of a declared environment, in the facts and with the releases of the first: only its overlays are its own. */
function rendered({
  name,
  input,
  overlays,
}: Pick<EnvironmentDeclaration, 'name' | 'input' | 'overlays'>): Map<string, string> {
  if (first === undefined || releasesOfFirst === undefined) throw new Error('the company has environments');
  // Its overlays need its room; no service is rendered from it.
  const neutral = environment(name, { ...first.input, quotas: input.quotas }, overlays);
  const [resolved] = resolveCompany(
    { ...company, environments: [neutral] },
    { releases: new Map([[name, releasesOfFirst]]), root },
  );
  if (resolved === undefined) throw new Error('resolving throws or returns the environment');
  expect(resolved.notReleased).toEqual([]);
  return new Map(
    [...renderStack(workloads, resolved)].map(({ path, objects }) => [
      path,
      emitYaml(objects).replaceAll(`environment: ${name}\n`, 'environment: <its own name>\n'),
    ]),
  );
}

const base =
  first === undefined ? new Map<string, string>() : rendered({ ...first, name: 'base-alone', overlays: [] });

test.each(company.environments)(
  'where $name customizes nothing, it runs what the base says, to the byte',
  (declared) => {
    const customized = declared.overlays.flatMap(({ input }) => Object.keys(input));
    const differing = [...rendered(declared)].filter(([path, text]) => text !== base.get(path));
    expect(differing.map(([path]) => path.replace(/^.*\/|\.yaml$/g, '')).sort()).toEqual(
      [...customized].sort(),
    );
  },
);

test('every service of the company is in the comparison', () => {
  expect([...base.keys()].map((path) => path.replace(/^.*\/|\.yaml$/g, '')).sort()).toEqual(
    company.base.services.map(({ name }) => name).sort(),
  );
});
