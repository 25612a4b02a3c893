import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeowners } from '@plinth/model';
import { company } from '../../environments';

const { squads } = company.base;
const text = codeowners(squads);

test('the committed CODEOWNERS is the one that the squads make', () => {
  expect(readFileSync(join(__dirname, '../../.github/CODEOWNERS'), 'utf8')).toBe(text);
});

test.each(squads)('$name reviews its own services, overlays and rendered files', ({ name, input }) => {
  const owners = `@${input.lead} @${input.deputy}`;
  expect(text).toContain(`/environments/base/services/${name}/ ${owners}\n`);
  expect(text).toContain(`/environments/*/${name}.ts ${owners}\n`);
  expect(text).toContain(`/manifests/*/workloads/${name}/ ${owners}\n`);
});

test('what belongs to nobody, and the exception register, belong to the platform', () => {
  const platform = squads.find(({ name }) => name === 'platform');
  const owners = `@${platform?.input.lead} @${platform?.input.deputy}`;
  expect(text.split('\n')[1]).toBe(`* ${owners}`);
  expect(text).toContain(`/environments/exceptions.ts ${owners}\n`);
});
