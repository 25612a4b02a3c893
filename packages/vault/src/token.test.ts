import { Duration } from '@plinth/units';
import { goDuration } from './token';

test.each([
  ['45s', '45s'],
  ['20m', '20m0s'],
  ['1h', '1h0m0s'],
  ['26280h', '26280h0m0s'],
  ['1h1s', '1h0m1s'],
])('%s is printed by Vault as %s', (written, printed) => {
  expect(goDuration(Duration.parse(written))).toBe(printed);
});
