import { keysIn, notShown, withoutKeys } from './key-material';

/** Put together here, so that no scanner takes it for somebody's. */
const token = ['ghp', 'a1B2'.repeat(9)].join('_');

test('keys are found wherever they stand in a value, and so are names', () => {
  const value = {
    a: [1, { b: token }],
    [`x-${token}`]: null,
    c: new (class Own {
      readonly d = token;
    })(),
  };
  expect([...keysIn(value)]).toEqual([
    { path: ['a', 1, 'b'], kind: 'a token of GitHub' },
    { path: [`x-${token}`], kind: 'a token of GitHub' },
  ]);
});

test('a secret key of AWS is known by the name beside it', () => {
  const secret = 'a1B2c3D4e5F6g7H8i9J0'.repeat(2);
  expect([...keysIn({ aws: { secretAccessKey: secret } })]).toEqual([
    { path: ['aws', 'secretAccessKey'], kind: 'a secret key of AWS' },
  ]);
  expect([...keysIn({ checksum: secret })]).toEqual([]);
});

test('a value that contains itself has an end', () => {
  const value: Record<string, unknown> = {};
  value.again = [value];
  expect([...keysIn(value)]).toEqual([]);
});

test('what is around a key stays', () => {
  expect(withoutKeys(`config.${token}.port`)).toBe(`config.${notShown('a token of GitHub')}.port`);
});
