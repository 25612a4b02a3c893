import { callerPorts, type Ports, resolvePorts } from './port';
import { expectProblem, problemsIn } from './problem.fixture';

test('a health port comes by itself', () => {
  expect(resolvePorts({ https: 8443 })).toEqual([
    { name: 'https', number: 8443, protocol: 'TCP' },
    { name: 'health', number: 8081, protocol: 'TCP' },
  ]);
  expect(resolvePorts({ health: 9000 })).toEqual([{ name: 'health', number: 9000, protocol: 'TCP' }]);
});

test('callers may reach neither the health nor the edge port', () => {
  const ports = resolvePorts({ https: 8443, edge: 8444, p2p: { number: 30303, protocol: 'UDP' } });
  expect(callerPorts(ports).map((port) => port.name)).toEqual(['https', 'p2p']);
});

test.each([
  { ports: { https: 0 }, code: 'port-number', found: '0', allowed: '1025 to 65535', fix: '8443' },
  { ports: { https: 22 }, code: 'port-number', found: '22', allowed: '1025 to 65535', fix: '8443' },
  { ports: { https: 80 }, code: 'port-number', found: '80', allowed: 'cannot listen below', fix: '8443' },
  { ports: { https: 65536 }, code: 'port-number', found: '65536', allowed: '1025 to 65535', fix: '8443' },
  { ports: { https: '8443' }, code: 'port-number', found: '"8443"', allowed: 'a whole number', fix: '8443' },
  { ports: { https: 8443.5 }, code: 'port-number', found: '8443.5', allowed: 'a whole number', fix: '8443' },
  { ports: { https: null }, code: 'port-number', found: 'null', allowed: 'a whole number', fix: '8443' },
  {
    ports: { 'http-port-name-x': 8443 },
    code: 'port-name',
    found: 'http-port-name-x',
    allowed: '1 to 15',
    fix: '"https"',
  },
  { ports: { HTTPS: 8443 }, code: 'port-name', found: '"HTTPS"', allowed: 'a-z', fix: '"https"' },
  { ports: { 'a--b': 8443 }, code: 'port-name', found: '"a--b"', allowed: 'a-z', fix: '"https"' },
  {
    ports: { https: 8443, api: 8443 },
    code: 'port-twice',
    found: 'also "https"',
    allowed: 'of its own',
    fix: 'another number',
  },
  {
    ports: { https: 8081 },
    code: 'port-twice',
    found: 'also "https"',
    allowed: 'of its own',
    fix: 'another number',
  },
  {
    ports: { p2p: 30303, discovery: { number: 30303, protocol: 'UDP' } },
    code: 'port-twice',
    found: '30303',
    allowed: 'TCP and UDP taken together',
    fix: 'another number',
  },
  {
    ports: { p2p: { number: 3000, protocol: 'SCTP' } },
    code: 'port-protocol',
    found: 'SCTP',
    allowed: '"UDP"',
    fix: '"TCP"',
  },
])('fails when ports are $ports', ({ ports, ...expected }) => {
  expectProblem(() => resolvePorts(ports as unknown as Ports), expected);
});

test('fails when two ports are wrong, with both', () => {
  expect(problemsIn(() => resolvePorts({ a: 1, b: 2 })).map((problem) => problem.where)).toEqual([
    '.a',
    '.b',
  ]);
});
