import { CallPosition } from './call-position';

function declare(): CallPosition {
  return new CallPosition(declare);
}

test('is where a function was called, not where it is', () => {
  const position = declare().position;

  expect(position.file).toBe(__filename);
  expect(position.line).toBe(8);
});

test('is found in a function without a name', () => {
  const [first, second] = [1, 2].map(() => declare().position);

  expect(first?.file).toBe(__filename);
  expect(second?.line).toBe(15);
});

test('costs nothing until it is asked for, and leaves the limit of traces alone', () => {
  const before = Error.stackTraceLimit;
  declare();

  expect(Error.stackTraceLimit).toBe(before);
});
