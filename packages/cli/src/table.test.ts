import { table } from './table';

test('columns are as wide as their widest cell, and no line ends with blanks', () => {
  expect(
    table(
      ['a', 'long header', 'c'],
      [
        ['longest', 'x', ''],
        ['y', '', 'z'],
      ],
    ),
  ).toBe(['a        long header  c', 'longest  x', 'y                     z'].join('\n'));
});
