import { readHostname } from './hostname';
import { expectProblem } from './problem.fixture';

test.each(['api.example.com', 'a.b', 'xn--mnchen-3ya.example'])('%s is a host name', (host) => {
  expect(readHostname(host)).toBe(host);
});

test.each([
  { host: '*', fix: 'api.example.com' },
  { host: '*.example.com', fix: 'api.example.com' },
  { host: '', fix: 'api.example.com' },
  { host: 'API.example.com', fix: 'api.example.com' },
  { host: 'münchen.example', fix: 'punycode' },
  { host: 'api.example.com.', fix: 'api.example.com' },
  { host: '10.0.0.1', fix: 'api.example.com' },
  { host: 'localhost', fix: 'api.example.com' },
  { host: 'a..example', fix: 'api.example.com' },
  { host: 'https://api.example.com', fix: 'api.example.com' },
  { host: `${'a'.repeat(64)}.example`, fix: 'api.example.com' },
])('fails when a host name is $host', ({ host, fix }) => {
  expectProblem(() => readHostname(host), { code: 'hostname', found: '"', allowed: 'a full host name', fix });
});
