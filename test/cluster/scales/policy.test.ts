import { type Behavior, beyondPolicy, type Step } from './policy';

const behavior: Behavior = {
  scaleUp: {
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 60 },
      { type: 'Pods', value: 4, periodSeconds: 60 },
    ],
  },
  scaleDown: { policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
};

/** A step in each entry: after how many seconds, and to how many replicas. */
function steps(start: number, ...entries: readonly (readonly [number, number])[]): Step[] {
  const numbers = [start, ...entries.map(([, to]) => to)];
  return entries.map(([second, to], at) => {
    const seen = second * 1000;
    return { from: numbers[at] ?? start, to, seen, asked: seen - 50 };
  });
}

test('a service may double, or grow by four, in a period', () => {
  expect(beyondPolicy(steps(3, [0, 7], [60, 14], [120, 28]), behavior)).toEqual([]);
});

test('fails when a service grows further than that, at once or in two steps', () => {
  expect(beyondPolicy(steps(3, [0, 8]), behavior)).toEqual(['3 to 8, where 7 was the furthest']);
  expect(beyondPolicy(steps(3, [0, 7], [30, 14]), behavior)).toEqual(['7 to 14, where 7 was the furthest']);
});

test('a service may lose a tenth in a period', () => {
  expect(beyondPolicy(steps(60, [0, 54], [60, 48], [120, 43]), behavior)).toEqual([]);
});

test('fails when a service loses more than that, at once or in two steps', () => {
  expect(beyondPolicy(steps(60, [0, 53]), behavior)).toEqual(['60 to 53, where 54 was the furthest']);
  expect(beyondPolicy(steps(60, [0, 54], [30, 48]), behavior)).toEqual([
    '54 to 48, where 54 was the furthest',
  ]);
});

test('what was taken away in a period may come back in the same', () => {
  expect(beyondPolicy(steps(20, [0, 18], [10, 40]), behavior)).toEqual([]);
});
