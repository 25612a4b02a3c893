import { fitted, textWidth } from './text-width';

test('a text is as wide as its characters, and in proportion to its size', () => {
  expect(textWidth('ledger', 10)).toBeCloseTo(10 * (0.4 + 4 * 0.72 + 0.6));
  expect(textWidth('ledger', 20)).toBeCloseTo(2 * textWidth('ledger', 10));
});

test('what nobody has measured counts as the widest', () => {
  expect(textWidth('語', 10)).toBe(textWidth('W', 10));
});

test('a text that has no room is cut, and says so', () => {
  expect(fitted('ledger', 10, 100)).toBe('ledger');
  const cut = fitted('exchange-manager', 10, 60);
  expect(cut).toMatch(/^excha.*…$/);
  expect(textWidth(cut, 10)).toBeLessThanOrEqual(60);
});
