import type { Problem } from './problem';
import { UserError } from './user-error';

const problem: Problem = {
  code: 'image-tag',
  where: 'shop.ts:3:10: shop.image',
  found: '"shop:latest"',
  allowed: 'a repository',
  fix: 'leave out the tag',
};

test('says one problem on one line', () => {
  expect(new UserError(problem).message).toBe(
    'shop.ts:3:10: shop.image: found "shop:latest"; allowed: a repository; leave out the tag',
  );
});

test('says several problems below each other', () => {
  const error = new UserError([problem, { ...problem, code: 'other', where: 'till.ts:4' }]);

  expect(error.message).toBe(
    [
      '2 problems',
      '  - shop.ts:3:10: shop.image: found "shop:latest"; allowed: a repository; leave out the tag',
      '  - till.ts:4: found "shop:latest"; allowed: a repository; leave out the tag',
    ].join('\n'),
  );
  expect(error.problems).toHaveLength(2);
  expect(error.code).toBe('image-tag');
});

test('is thrown only when there is something to say', () => {
  expect(() => UserError.throwIfAny([])).not.toThrow();
  expect(() => UserError.throwIfAny([problem])).toThrow(UserError);
});

test('is known by its name, also from another copy of the package', () => {
  class Copy extends Error {
    override readonly name = 'UserError';
    readonly problems = [problem];
  }

  expect(UserError.isUserError(new Copy())).toBe(true);
  expect(UserError.isUserError(new UserError(problem))).toBe(true);
  expect(UserError.isUserError(new Error('our bug'))).toBe(false);
  expect(UserError.isUserError({ name: 'UserError', problems: [] })).toBe(false);
});
