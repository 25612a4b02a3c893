import { readLabelValue, readReason } from './label';
import { expectProblem } from './problem.fixture';

test.each(['yes', '1.10', '0x1f', '1e3', 'on', 'no', '2024-01-01', '0o17', 'A_b.c-d', 'a'.repeat(63)])(
  '%s stays the text that it is',
  (value) => {
    expect(readLabelValue(value)).toBe(value);
  },
);

test.each([
  { value: 1.1, found: '1.1', fix: 'quote it: "1.1"' },
  { value: true, found: 'true', fix: 'quote it: "true"' },
  { value: null, found: 'null', fix: 'for example' },
  { value: '', found: '""', fix: 'for example' },
  { value: '~', found: '"~"', fix: 'for example' },
  { value: '12:30:45', found: '"12:30:45"', fix: 'for example' },
  { value: 'a'.repeat(64), found: 'aaa', fix: 'for example' },
  { value: '-a', found: '"-a"', fix: 'for example' },
  { value: 'a.', found: '"a."', fix: 'for example' },
  { value: 'grün', found: '\\u{fc}', fix: 'for example' },
  { value: 'a\r', found: '"a\\r"', fix: 'for example' },
])('fails when a label is $found', ({ value, ...expected }) => {
  expectProblem(() => readLabelValue(value), {
    code: 'label-value',
    allowed: 'text of 1 to 63',
    ...expected,
  });
});

test.each(['', 'short', ' padded sentence', 'two\nlines of text', 'a'.repeat(501)])(
  'fails when a reason is %j',
  (value) => {
    const expected = { code: 'reason', found: '"', allowed: '10 to 500 characters', fix: 'why it is needed' };
    expectProblem(() => readReason(value), expected);
  },
);
