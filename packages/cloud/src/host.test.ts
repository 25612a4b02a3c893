import { hostProblems, zoneProblems } from './host';

test('takes hosts of the domain, at any depth', () => {
  expect(zoneProblems('zone', 'acme.example', ['shop.acme.example', 'a.b.acme.example'])).toEqual([]);
});

test.each(['', 'acme', 'acme.example.', 'Acme.example', '*.acme.example', 'acme..example', '10.0.0.1'])(
  'fails when the domain is %j',
  (domain) => {
    expect(zoneProblems('zone', domain, [])).toMatchObject([{ code: 'domain', where: 'zone: domain' }]);
  },
);

test.each([
  ['*.acme.example', 'domain'],
  ['shop.acme.example.', 'domain'],
  ['shop.other.example', 'foreign-host'],
  ['notacme.example', 'foreign-host'],
  ['acme.example', 'foreign-host'],
])('fails when a host is %j', (host, code) => {
  expect(hostProblems('hosts', 'acme.example', [host])).toMatchObject([{ code }]);
});
