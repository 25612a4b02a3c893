import type { JsonObject } from '@plinth/manifest';
import { emitYaml } from './emit';

/** The text of a single document with one key, without the lines that every such document has. */
function written(value: unknown): string {
  return emitYaml([{ key: value } as JsonObject]).replace(/^---\nkey: ?/, '');
}

test('a manifest reads as people write manifests', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ledger', labels: { 'app.kubernetes.io/name': 'ledger' }, annotations: {} },
    spec: {
      ports: [
        { name: 'https', port: 443 },
        { name: 'edge', port: 8443 },
      ],
      externalIPs: [],
    },
  };
  expect(emitYaml([service, { kind: 'Empty' }])).toBe(`---
apiVersion: v1
kind: Service
metadata:
  name: ledger
  labels:
    app.kubernetes.io/name: ledger
  annotations: {}
spec:
  ports:
    - name: https
      port: 443
    - name: edge
      port: 8443
  externalIPs: []
---
kind: Empty
`);
});

test('no documents give no text, so that files can be concatenated', () => {
  expect(emitYaml([])).toBe('');
  expect(emitYaml([{ a: 1 }]) + emitYaml([{ b: 2 }])).toBe(emitYaml([{ a: 1 }, { b: 2 }]));
});

test('keys keep their order', () => {
  expect(emitYaml([{ b: 1, a: 2, c: 3 }])).toBe('---\nb: 1\na: 2\nc: 3\n');
});

test('a key whose value is undefined is absent', () => {
  expect(emitYaml([{ a: undefined, b: 1, c: { d: undefined } }])).toBe('---\nb: 1\nc: {}\n');
});

test('lists within lists stand on one line where they begin', () => {
  expect(written([[1, [2, []]], {}])).toBe('\n  - - 1\n    - - 2\n      - []\n  - {}\n');
});

test('an object used twice is written twice', () => {
  const shared = { app: 'ledger' };
  expect(emitYaml([{ a: shared, b: shared }])).toBe('---\na:\n  app: ledger\nb:\n  app: ledger\n');
});

test.each([
  '512Mi',
  '250m',
  '24h',
  '25%',
  '10.0.0.0/8',
  '/readyz',
  '--config=/etc/app.yaml',
  'apps/v1',
  'digital signature',
  'registry.example.com:5000/exchange/ledger:1.4.2@sha256:0a1b',
  'custom.googleapis.com|exchange|active_users',
])('%s stays plain', (text) => {
  expect(written(text)).toBe(`${text}\n`);
});

test.each([
  'yes',
  'No',
  'ON',
  'null',
  '~',
  '1.10',
  '0o7',
  '012',
  '1e3',
  'e1',
  '12:30',
  '2024-01-01',
  '',
  ' a',
  'a: b',
  'a #b',
  '<<',
  '=',
  '{}',
])('"%s" is quoted', (text) => {
  expect(written(text)).toBe(`"${text}"\n`);
});

test('text of several lines is a literal block that says whether it ends with a line break', () => {
  expect(written('a:\n\n  "b"\t# c\n')).toBe('|\n  a:\n\n    "b"\t# c\n');
  expect(written('a\nb')).toBe('|-\n  a\n  b\n');
  expect(written(['a\nb'])).toBe('\n  - |-\n    a\n    b\n');
});

test.each(['a\n\n', '\na', ' a\nb', 'a\n  ', '\n', 'a\r\nb', 'a\u2028\nb'])(
  'text of several lines that a block would not show exactly is quoted: %j',
  (text) => {
    expect(written(text)).toMatch(/^".*"\n$/);
  },
);

test('what a reviewer cannot see is escaped, what she can see is not', () => {
  expect(written('é 漢 😀')).toBe('"é 漢 😀"\n');
  expect(written('a\u202eb\u200bc\u00a0\ufeff')).toBe('"a\\u202eb\\u200bc\\u00a0\\ufeff"\n');
  expect(written('\x85\u2028\u2029\ufffe')).toBe('"\\u0085\\u2028\\u2029\\ufffe"\n');
  expect(written('\0\t\r"\\\ud800')).toBe('"\\u0000\\t\\r\\"\\\\\\ud800"\n');
  expect(written('\u{e0041}')).toBe('"\\U000e0041"\n');
});

test('numbers are written as JSON writes them, with a point that YAML 1.1 asks for', () => {
  expect(written([0.5, -0, 1e20, 1e21, 1.5e-9])).toBe(
    '\n  - 0.5\n  - 0\n  - 100000000000000000000\n  - 1.0e+21\n  - 1.5e-9\n',
  );
});

test('a key too long for one line keeps its value', () => {
  const key = 'k'.repeat(2000);
  expect(emitYaml([{ a: { [key]: { b: 1 }, c: 2 } }])).toBe(`---\na:\n  ? ${key}\n  :\n    b: 1\n  c: 2\n`);
});

test('objects of another realm and objects without prototype are plain', () => {
  expect(written(structuredClone({ a: 1 }))).toBe('\n  a: 1\n');
  expect(written(Object.assign(Object.create(null), { a: 1 }))).toBe('\n  a: 1\n');
});

class Cores {
  toJSON(): string {
    return '200m';
  }
}

test.each([
  [{ spec: { run: () => 1 } }, 'documents[1].spec.run is a function'],
  [{ spec: [{ a: 1 }, { b: Number.NaN }] }, 'documents[1].spec[1].b is NaN'],
  [{ spec: [Number.NEGATIVE_INFINITY] }, 'documents[1].spec[0] is -Infinity'],
  [{ 'example.com/x': 10n }, 'documents[1]["example.com/x"] is a bigint'],
  [{ a: Symbol('s') }, 'documents[1].a is a symbol'],
  [{ a: [1, undefined] }, 'documents[1].a[1] is undefined'],
  // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
  [{ a: [1, , 2] }, 'documents[1].a[1] is undefined'],
  [{ cpu: new Cores() }, 'documents[1].cpu is an instance of Cores'],
  [{ a: [new Date(0)] }, 'documents[1].a[0] is an instance of Date'],
  [{ a: new Map() }, 'documents[1].a is an instance of Map'],
  [new Cores(), 'documents[1] is an instance of Cores'],
  [[{ a: 1 }], 'documents[1] is not an object'],
  [null, 'documents[1] is not an object'],
])('fails when a value is not JSON: case %#', (document, message) => {
  expect(() => emitYaml([{}, document as unknown as JsonObject])).toThrow(
    new Error(`cannot be written as YAML: ${message}`),
  );
});

test('fails when an object leads back to itself', () => {
  const list: unknown[] = [];
  const spec = { self: list };
  list.push(spec);
  expect(() => emitYaml([{ spec } as unknown as JsonObject])).toThrow(
    'documents[0].spec.self[0] leads back to documents[0].spec',
  );
});

test('fails when an object is nested too deeply for a reader', () => {
  const nest = (levels: number): JsonObject => (levels === 1 ? { a: 1 } : { a: nest(levels - 1) });
  expect(emitYaml([nest(100)])).toContain('a: 1');
  expect(() => emitYaml([nest(101)])).toThrow(/\.a lies deeper than 100 levels$/);
});
