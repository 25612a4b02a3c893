import { listedCertificate } from '@plinth/testing';
import { readCertificateList } from './certificate-list';

const entry = listedCertificate('broker');
const files = { certificate: 'tls/broker.crt', key: 'tls/broker.key' };

const listOf = (...certificates: readonly unknown[]) => ({ authorities: 'authorities.crt', certificates });
const read = (input: unknown) => readCertificateList(input, '/machine');
const mistakes = (more: object) =>
  read(listOf({ ...entry, ...more })).mistakes.map(
    ({ path, found, allowed, fix }) =>
      `${path.slice(2).join('.')}: found ${found}; allowed: ${allowed}; ${fix}`,
  );

test('paths begin at the list, and what is not said has its default', () => {
  const { list, mistakes: none } = read(
    listOf({
      ...entry,
      files,
      endpoint: { address: '[::1]:8443', serverName: 'broker.acme.example' },
      reload: { command: ['systemctl', 'reload', 'broker'] },
    }),
  );
  expect(none).toEqual([]);
  expect(JSON.parse(JSON.stringify(list))).toMatchObject({
    authorities: '/machine/authorities.crt',
    certificates: [
      {
        commonName: 'broker.acme.example',
        life: '2160h',
        files: { certificate: '/machine/tls/broker.crt', key: '/machine/tls/broker.key' },
        endpoint: { host: '::1', port: 8443, within: '10s' },
        reload: { timeout: '30s' },
      },
    ],
  });
});

test.each([
  ['*.acme.example', 'wildcard-name'],
  ['10.1.2.3', 'address-as-name'],
  ['::1', 'address-as-name'],
  ['', 'dns-name'],
  ['Broker.acme.example', 'dns-name'],
  ['broker.acme.example.', 'dns-name'],
  ['brö.acme.example', 'dns-name'],
  ['broker_1.acme.example', 'dns-name'],
  ['-broker.acme.example', 'dns-name'],
  [`${'a'.repeat(64)}.example`, 'dns-name'],
  [`${'a.'.repeat(127)}example`, 'dns-name'],
  [443, 'invalid-value'],
])('fails when a name is %j', (name, code) => {
  const found = read(listOf({ ...entry, dnsNames: [name] })).mistakes;
  expect(found).toMatchObject([{ code, path: ['certificates', 0, 'dnsNames', 0] }]);
});

test('fails when there are no names, too many, or one twice', () => {
  const many = Array.from({ length: 101 }, (_, index) => `broker-${index}.acme.example`);
  expect(mistakes({ dnsNames: many })).toEqual([
    'dnsNames: found 101 entries; allowed: a list with 1 to 100 entries; make several of it',
  ]);
  expect(mistakes({ dnsNames: [] })).toEqual([
    'dnsNames: found 0 entries; allowed: a list with 1 to 100 entries; add one',
  ]);
  expect(mistakes({ dnsNames: [...entry.dnsNames, ...entry.dnsNames] })).toEqual([
    'dnsNames: found "broker.acme.example" twice; allowed: each name once; remove one',
  ]);
  expect(mistakes({ commonName: 'other.acme.example' })).toEqual([
    'commonName: found "other.acme.example"; allowed: one of dnsNames; add it there: clients look at nothing else',
  ]);
});

test('fails when the common name is longer than certificates have it, said or not', () => {
  const nameOf = (length: number) => `${'a'.repeat(30)}.${'b'.repeat(length - 44)}.acme.example`;
  expect(nameOf(64)).toHaveLength(64);
  const [fits, over] = [nameOf(64), nameOf(65)];
  const message = (where: string) =>
    expect.stringMatching(
      new RegExp(
        `^${where}: found "a{30}\\..*; allowed: at most 64 characters, .*; write a shorter one of dnsNames`,
      ),
    );
  expect(mistakes({ dnsNames: [fits, over] })).toEqual([]);
  expect(mistakes({ dnsNames: [over, fits] })).toEqual([message('dnsNames.0')]);
  expect(mistakes({ dnsNames: [fits, over], commonName: over })).toEqual([message('commonName')]);
  expect(mistakes({ dnsNames: [over, fits], commonName: fits })).toEqual([]);
});

test.each(['RSA', 'RSA-1024', 'P-224', 'Ed448', 'p-256', 'P-25'])('fails when the key is %s', (key) => {
  expect(mistakes({ key })).toEqual([expect.stringMatching(/^key: found ".*"; allowed: P-256 or P-384; /)]);
});

test.each([
  [
    { renewBefore: '2160h' },
    'renewBefore: found 2160h of 2160h; allowed: less than life; or every new certificate is due at once',
  ],
  [
    { renewBefore: '3000h' },
    'renewBefore: found 3000h of 2160h; allowed: less than life; or every new certificate is due at once',
  ],
  [{ renewBefore: '719h' }, 'renewBefore: found 719h of 2160h; allowed: a third of life or more; write 720h'],
  [
    { life: '2401h', renewBefore: '1000h' },
    'life: found 2401h; allowed: 1h to 2400h; write for example 2160h',
  ],
  [{ life: '59m', renewBefore: '30m' }, 'life: found 59m; allowed: 1h to 2400h; write for example 2160h'],
  [{ life: '90d' }, expect.stringMatching(/^life: found "90d"; .*; write "2160h"$/)],
  [{ life: '-1h' }, expect.stringMatching(/^life: found "-1h"; /)],
  [{ renewBefore: 'PT1H' }, expect.stringMatching(/^renewBefore: found "PT1H"; /)],
])('fails when lives do not fit: %j', (more, message) => {
  expect(mistakes(more)).toEqual([message]);
});

test.each(['600h', '1h1s'])('fails when a run would wait for %s', (wait) => {
  const message = `found ${wait}; allowed: 1s to 1h; write for example 30s`;
  const endpoint = { address: 'broker:8443', serverName: 'broker.acme.example' };
  const waits = (of: string) => ({
    endpoint: { ...endpoint, within: of },
    reload: { command: ['true'], timeout: of },
  });
  expect(mistakes(waits(wait))).toEqual([`endpoint.within: ${message}`, `reload.timeout: ${message}`]);
  expect(mistakes(waits('1h'))).toEqual([]);
});

test.each([
  [{ kv: { mount: 'kv', path: 'certificates/../payroll' } }, 'kv.path'],
  [{ kv: { mount: 'kv', path: '/certificates/broker' } }, 'kv.path'],
  [{ kv: { mount: 'kv', path: 'certificates/*' } }, 'kv.path'],
  [{ kv: { mount: 'kv', path: 'certificates/broker ' } }, 'kv.path'],
  [{ kv: { mount: 'kv', path: 'certificates/broker/claim' } }, 'kv.path'],
  [{ kv: { mount: 'kv/+', path: 'certificates/broker' } }, 'kv.mount'],
  [{ pki: { mount: 'pki', role: 'out?side' } }, 'pki.role'],
  [{ name: '../broker' }, 'name'],
  [{ name: '__proto__' }, 'name'],
  [{ endpoint: { address: 'broker:0', serverName: 'broker.acme.example' } }, 'endpoint.address'],
  [{ endpoint: { address: 'broker', serverName: 'broker.acme.example' } }, 'endpoint.address'],
  [{ reload: { command: 'systemctl reload broker' } }, 'reload.command'],
  [{ reload: { command: [] } }, 'reload.command'],
  [{ files: { certificate: 'broker.crt' } }, 'files.key'],
  [{ renewbefore: '720h' }, 'renewbefore'],
  [JSON.parse('{"__proto__": {"life": "1h"}}') as object, '__proto__'],
])('fails when something cannot be: %j', (more, where) => {
  expect(mistakes({ ...entry, ...more }).map((text) => text.split(':')[0])).toEqual([where]);
});

test('fails when two have the same name, path or file', () => {
  const { mistakes: found } = read(
    listOf({ ...entry, files }, { ...entry, files: { ...files, key: 'tls/other.key' } }),
  );
  expect(found.map(({ path, found: what }) => [path.join('.'), what])).toEqual([
    ['certificates.1.name', '"broker", which broker has'],
    ['certificates.1.kv.path', '"kv/certificates/broker", which broker has'],
    ['certificates.1.files.certificate', '"/machine/tls/broker.crt", which broker has'],
  ]);
});

test('fails when much is wrong, and says all of it', () => {
  const { mistakes: found } = read({
    authorities: '',
    certificates: [{}],
    version: 1,
  });
  expect(found.map(({ path }) => path.join('.'))).toEqual(['version', 'authorities']);
  expect(
    read(listOf({}, 'broker', { ...entry, key: 'RSA', life: '1' })).mistakes.map(({ path }) =>
      path.join('.'),
    ),
  ).toEqual([
    ...['name', 'owner', 'pki', 'dnsNames', 'life', 'renewBefore', 'key', 'kv'].map(
      (field) => `certificates.0.${field}`,
    ),
    'certificates.1',
    'certificates.2.life',
    'certificates.2.key',
  ]);
});
