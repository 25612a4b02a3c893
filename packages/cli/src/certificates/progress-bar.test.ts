import { progressBar } from './progress-bar';

test.each([
  [0, 350, `[${'-'.repeat(30)}] 0 of 350`],
  [117, 350, `[${'#'.repeat(10)}${'-'.repeat(20)}] 117 of 350`],
  [349, 350, `[${'#'.repeat(29)}-] 349 of 350`],
  [350, 350, `[${'#'.repeat(30)}] 350 of 350`],
])('%s of %s is %s', (done, all, bar) => {
  expect(progressBar(done, all)).toBe(bar);
});
