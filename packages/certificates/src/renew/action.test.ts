import type { Observed } from '../check';
import { actionOf } from './renew';

/** What has to be done when what lies in Vault has these problems. */
const actionAt = (...codes: readonly string[]) =>
  actionOf(
    {
      declared: {} as Observed['declared'],
      seen: [],
      keptProblems: codes.map((code) => ({ code, where: '', found: '', allowed: '', fix: '' })),
    },
    [],
  );

test('only what another certificate mends has another one issued', () => {
  expect(actionAt('due')).toBe('issue');
  expect(actionAt('missing')).toBe('issue');
  expect(actionAt('authorities', 'chain')).toBe('issue');
  expect(actionAt('authorities')).toBe('trust');
  expect(actionAt()).toBe('none');
});

test('a clock that is behind would have one issued at every run', () => {
  expect(actionAt('not-yet-valid')).toBe('none');
  expect(actionAt('not-yet-valid', 'authorities')).toBe('trust');
});
