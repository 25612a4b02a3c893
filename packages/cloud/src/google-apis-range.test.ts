import { googleApisRangeProblems, tryGoogleApisRange } from './google-apis-range';

test.each([
  ['199.36.153.8/30', 'private.googleapis.com', '199.36.153.8', '199.36.153.11'],
  ['199.36.153.4/30', 'restricted.googleapis.com', '199.36.153.4', '199.36.153.7'],
])('%s is %s', (range, host, first, last) => {
  const found = tryGoogleApisRange(range);

  expect(found?.host).toBe(host);
  expect(found?.addresses).toHaveLength(4);
  expect([found?.addresses[0], found?.addresses[3]]).toEqual([first, last]);
});

test.each(['199.36.153.8/29', '199.36.153.9/30', '10.0.0.0/30', 'toString', ''])(
  'fails when the range is %j',
  (range) => {
    expect(googleApisRangeProblems('range', range)).toMatchObject([{ code: 'google-apis-range' }]);
  },
);
