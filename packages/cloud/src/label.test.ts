import { labelProblems } from './label';

const codesOf = (labels: Record<string, string>) => labelProblems('labels', labels).map(({ code }) => code);

test('takes lower-case letters, digits, hyphens and underscores, and an empty value', () => {
  expect(codesOf({ 'cost-centre_1': 'cc-42_x', owner: '', [`k${'a'.repeat(62)}`]: 'v'.repeat(63) })).toEqual(
    [],
  );
});

test.each([
  ['a key in capitals', { Owner: 'platform' }],
  ['a value in capitals', { owner: 'Platform' }],
  ['a key that starts with a digit', { '1owner': 'platform' }],
  ['a key of 64 letters', { ['k'.repeat(64)]: 'v' }],
  ['a value of 64 letters', { owner: 'v'.repeat(64) }],
  ['a dot in a value', { version: '1.2' }],
  ['a line feed', { owner: 'platform\n' }],
])('fails when there is %s', (_, labels) => {
  expect(codesOf(labels)).toEqual(['label']);
});

test('fails when there are more than 64', () => {
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`label-${index}`, 'x']));

  expect(codesOf(many)).toEqual(['label-count']);
});

test('names every label that is wrong', () => {
  const problems = labelProblems('KeyRing data: labels', { Owner: 'x', cost: 'X' });

  expect(problems.map(({ where }) => where)).toEqual([
    'KeyRing data: labels.Owner',
    'KeyRing data: labels.cost',
  ]);
});
