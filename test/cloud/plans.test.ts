import { join } from 'node:path';
import { FixtureRepository } from '../cli/fixture-repository';
import { PNPM, runPageCommand } from '../cli/package-script';
import { readTree } from '../cli/read-tree';
import { CHECKOUT } from '../cli/run-plinth';

// Each program for each environment is a process of its own.
jest.setTimeout(300_000);

const repository = FixtureRepository.ofCompany();
afterAll(() => repository.dispose());

test('plans/ is what the programs register for every environment under Pulumi’s own runtime, byte for byte', () => {
  runPageCommand(`${PNPM}synth`, repository.root);

  const [planned, committed] = [repository.path('plans'), join(CHECKOUT, 'plans')].map(readTree);
  // Names first: a file that came or went is said in one line.
  expect(Object.keys(committed ?? {})).toEqual(Object.keys(planned ?? {}));
  expect(committed).toEqual(planned);
});
