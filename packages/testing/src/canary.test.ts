import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { occurrencesOf } from './canary';

const VALUE = `canary "one" & 'two' </é>?+~`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'canary-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const plant = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
const found = (...places: string[]) => occurrencesOf({ key: VALUE }, places.length === 0 ? [folder] : places);
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each<[string, string | Buffer]>([
  ['as it is', `before ${VALUE} after`],
  ['between bytes', Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(VALUE), Buffer.from([0])])],
  ['in JSON', JSON.stringify({ key: VALUE })],
  ['in JSON of JSON', JSON.stringify({ text: JSON.stringify({ key: VALUE }) })],
  [
    'in JSON as Go writes it',
    JSON.stringify(VALUE).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`),
  ],
  ['in JSON with escaped slashes', JSON.stringify(VALUE).replaceAll('/', '\\/')],
  ['in a URL', `https://a.example/?key=${encodeURIComponent(VALUE)}&b`],
  ['in a query', new URLSearchParams({ key: VALUE }).toString()],
  ['in a shell', `echo '${VALUE.replaceAll("'", "'\\''")}'`],
  ['in hexadecimal', Buffer.from(`a${VALUE}b`).toString('hex')],
  ['in UTF-16', Buffer.from(`a${VALUE}b`, 'utf16le')],
  ['in base64', base64(VALUE)],
  ['in base64 behind one byte', base64(`a${VALUE}`)],
  ['in base64 behind two bytes', base64(`ab${VALUE}`)],
  ['in base64 in front of others', base64(`abc${VALUE}d`)],
  ['in base64 for URLs', Buffer.from(`a${VALUE}?`).toString('base64url')],
])('a value is found %s', (_, text) => {
  plant('log', text);
  expect(found()).toContainEqual({ file: join(folder, 'log'), canary: 'key', form: expect.any(String) });
});

test('it is found in folders below and in a file that is named', () => {
  mkdirSync(join(folder, 'a/b'), { recursive: true });
  plant('a/b/log', VALUE);
  expect(found()).toHaveLength(1);
  expect(found(join(folder, 'a/b/log'))).toHaveLength(1);
});

test('what is found is told without the value', () => {
  plant('log', VALUE);
  expect(JSON.stringify(found())).not.toContain('canary "one');
});

test('other text, links and places that are not there hold nothing', () => {
  plant('log', `${VALUE.slice(1)} ${VALUE.slice(0, -1)} ${base64(VALUE.slice(3))}`);
  symlinkSync('/proc/self/environ', join(folder, 'link'));
  expect(found(folder, join(folder, 'none'))).toEqual([]);
});

test('fails when a value is so short that chance would find it', () => {
  expect(() => occurrencesOf({ key: 'short' }, [folder])).toThrow('the canary key is too short');
});
