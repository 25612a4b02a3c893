import { join } from 'node:path';
import { FixtureRepository } from '../cli/fixture-repository';
import { readTree } from '../cli/read-tree';
import { CHECKOUT } from '../cli/run-plinth';

// Each program for each environment is a process of its own.
jest.setTimeout(240_000);

const repository = FixtureRepository.ofCompany();
afterAll(() => repository.dispose());

const tree = () => readTree(repository.path('plans'));

test('plans/ is what the programs would register, for every environment, and again byte for byte', async () => {
  const rendered = await repository.plinth('synth');
  expect(rendered).toMatchObject({ code: 0 });
  const planned = await repository.plinth('cloud plan --write');
  expect(planned).toMatchObject({ code: 0, stdout: '' });
  const first = tree();
  // Names first: a file that came or went is said in one line.
  const committed = readTree(join(CHECKOUT, 'plans'));
  expect(Object.keys(committed)).toEqual(Object.keys(first));
  expect(committed).toEqual(first);

  const again = await repository.plinth('cloud plan --write');
  expect(again.stderr).toContain('plans: 0 written, 0 removed');
  expect(tree()).toEqual(first);
});
