import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environment, resolveCompany } from '@plinth/model';
import { tinyCompany, tinyFacts, tinyReleases } from '@plinth/testing';
import { readReleasesFiles } from './releases-files';

const company = tinyCompany();
const RELEASES = 'environments/second/releases.json';
let root: string;
let text: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'releases-files-')));
  for (const [name, file] of tinyReleases(company)) {
    text = file.text;
    mkdirSync(join(root, 'environments', name), { recursive: true });
    writeFileSync(join(root, 'environments', name, 'releases.json'), text);
  }
});

afterEach(() => rmSync(root, { recursive: true }));

const read = () => readReleasesFiles(root, company);

test.each<[string, (file: string) => void, string]>([
  ['is missing', () => undefined, 'no file'],
  ['is in no folder', (file) => rmSync(dirname(file), { recursive: true }), 'no file'],
  ['is a folder', (file) => mkdirSync(file), 'a folder'],
  ['is a pipe, which would never end', (file) => execFileSync('mkfifo', [file]), 'a pipe, socket or device'],
  ['is a device, which never ends', (file) => symlinkSync('/dev/zero', file), 'a pipe, socket or device'],
  [
    'is a link to itself',
    (file) => symlinkSync('releases.json', file),
    'symbolic links that lead in a circle',
  ],
  // Permissions do not bind root; what this file answers does.
  ['cannot be read', (file) => symlinkSync('/proc/self/mem', file), 'a file that cannot be read (EIO)'],
])('fails when the file %s', (_, make, found) => {
  rmSync(join(root, RELEASES));
  make(join(root, RELEASES));
  expect(read).toThrow(
    `${RELEASES}: found ${found}; allowed: a readable JSON file, {} when nothing is released; create it, or restore it from Git`,
  );
});

test('fails once for all files that are missing', () => {
  rmSync(join(root, 'environments'), { recursive: true });
  expect(read).toThrow(
    /^2 problems\n {2}- environments\/first\/releases.json: .*\n {2}- environments\/second\/releases.json: /,
  );
});

test.each<[string, () => string | Uint8Array, string]>([
  ['is empty', () => '', 'an empty file'],
  ['begins with a byte order mark', () => `\ufeff${text}`, 'a byte order mark'],
  ['is UTF-16', () => Buffer.from(`\ufeff${text}`, 'utf16le'), 'bytes of another encoding than UTF-8'],
  ['is Latin-1', () => Buffer.from('{ "münze": {} }', 'latin1'), 'bytes that are not UTF-8'],
  ['is huge', () => `{${' '.repeat(50_000_000)}}`, '50000002 characters'],
])('fails when the text %s', (_, content, found) => {
  writeFileSync(join(root, RELEASES), content());
  expect(() => resolveCompany(company, { root, releases: read() })).toThrow(
    new RegExp(`^${RELEASES}:\\d+: found ${found}; allowed: a JSON map of services to .*; .+$`),
  );
});

test('lines may end as Windows ends them', () => {
  const before = resolveCompany(company, { root, releases: read() });
  writeFileSync(join(root, RELEASES), text.replaceAll('\n', '\r\n'));
  expect(resolveCompany(company, { root, releases: read() })).toEqual(before);
});

test('an environment with an impossible name leads to no file: resolving refuses it', () => {
  const environments = ['../first', 'A b', ''].map((name) => environment(name, tinyFacts(1)));
  expect([...readReleasesFiles(root, { ...company, environments }).keys()]).toEqual([]);
  expect(() => resolveCompany({ ...company, environments }, { root, releases: new Map() })).toThrow(
    '../first',
  );
});

test.each([undefined, 'first', [undefined], [{ name: 3 }]])(
  'environments that are %j lead to no file',
  (environments) => {
    expect(readReleasesFiles(root, { ...company, environments: environments as never }).size).toBe(0);
  },
);
