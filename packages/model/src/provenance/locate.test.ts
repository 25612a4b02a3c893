import { SourceLocator, type SourcePosition } from './locate';

/**
 * One place per row: the file that declares, with » before the expected position; the path; what else is given.
 * Further files are named by their path.
 */
interface Row {
  readonly text: string;
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
  readonly exact?: boolean;
  readonly files?: Readonly<Record<string, string>>;
}

const MAIN = '/company/environments/exchange.ts';
const CPU = ['resources', 'cpu'];

const LITERALS: Record<string, Row> = {
  'a number': { text: `webService('a', { resources: { cpu: »0.2 } });`, path: CPU, value: 0.2 },
  'a string': { text: `webService('a', { image: »'exchange/a' });`, path: ['image'], value: 'exchange/a' },
  'a boolean': { text: `webService('a', { mesh: »false });`, path: ['mesh'], value: false },
  null: { text: `webService('a', { mesh: »null });`, path: ['mesh'], value: null },
  'a negative number': { text: `webService('a', { priority: »-1 });`, path: ['priority'], value: -1 },
  'a template without holes': { text: 'webService("a", { image: »`x` });', path: ['image'], value: 'x' },
  'a template of constants': {
    text: `const T = 'x'; webService('a', { image: »\`y/\${T}\` });`,
    path: ['image'],
    value: 'y/x',
  },
  'an object': {
    text: `webService('a', {\n  resources: »{ cpu: 1 },\n});`,
    path: ['resources'],
    value: { cpu: 1 },
  },
  'a list': { text: `webService('a', { calls: »['b'] });`, path: ['calls'], value: ['b'] },
  'a value that is not known': { text: `webService('a', { resources: { cpu: »0.2 } });`, path: CPU },
  'a value on the line after its key': {
    text: `webService('a', {\n  resources: {\n    cpu:\n      »0.2 } });`,
    path: CPU,
  },
  'an element of a list': {
    text: `webService('a', { calls: ['b',\n »'c'] });`,
    path: ['calls', 1],
    value: 'c',
  },
  'an object in a list': {
    text: `webService('a', { x: [{ n: 1 }, { n: »2 }] });`,
    path: ['x', 1, 'n'],
    value: 2,
  },
  'an element after a gap': { text: `webService('a', { x: [, »2] });`, path: ['x', 1], value: 2 },
};

const KEYS: Record<string, Row> = {
  'a quoted key': {
    text: `overlay({ 'exchange-manager': { resources: { cpu: »0.5 } } });`,
    path: ['exchange-manager', ...CPU],
  },
  'a numeric key': { text: `webService('a', { ports: { 8443: »'https' } });`, path: ['ports', 8443] },
  'a computed literal key': { text: `webService('a', { ['mesh']: »true });`, path: ['mesh'] },
  'a key named by a constant': { text: `const K = 'mesh'; webService('a', { [K]: »true });`, path: ['mesh'] },
  'a key named by an imported constant': {
    text: `import { names } from './names'; overlay({ [names.a]: { mesh: »true } });`,
    files: { '/company/environments/names.ts': `export const names = { a: 'ledger' } as const;` },
    path: ['ledger', 'mesh'],
  },
  'the only key that the text does not tell, proved by its value': {
    text: `import { a } from '@company/services'; overlay({ [a.name]: { mesh: »true } });`,
    path: ['ledger', 'mesh'],
    value: true,
  },
  'a shorthand': { text: `const mesh = »true; webService('a', { mesh });`, path: ['mesh'] },
  'a key that is written twice': { text: `webService('a', { mesh: true, 'mesh': »false });`, path: ['mesh'] },
};

const WRAPPERS: Record<string, Row> = {
  'as const': { text: `webService('a', { resources: { cpu: »1 } as const } as const);`, path: CPU },
  satisfies: { text: `webService('a', { resources: { cpu: »1 } satisfies R } satisfies P);`, path: CPU },
  parentheses: { text: `webService('a', ({ resources: ({ cpu: (»1) }) }));`, path: CPU },
  'a type assertion and a non-null': { text: `webService('a', { resources: <R>{ cpu: »1 }! });`, path: CPU },
  'type arguments': { text: `webService<Props>('a', { resources: { cpu: »1 } });`, path: CPU },
  'a helper around a part': {
    text: `webService('a', { exposure: publicRoute({ path: »'/x' }) });`,
    path: ['exposure', 'path'],
    value: '/x',
  },
  'a helper around everything': { text: `webService('a', frozen({ resources: { cpu: »1 } }));`, path: CPU },
  'a helper in a list': {
    text: `webService('a', { external: [metric('users', { perReplica: »500 })] });`,
    path: ['external', 0, 'perReplica'],
    value: 500,
  },
  'an object made by a class': {
    text: `webService('a', { resources: new Resources({ cpu: »1 }) });`,
    path: CPU,
  },
  'the later argument of a helper': {
    text: `webService('a', merge({ mesh: true }, { mesh: »false }));`,
    path: ['mesh'],
  },
};

const NAMES: Record<string, Row> = {
  'a constant': {
    text: `const CPU = »0.5;\nwebService('a', { resources: { cpu: CPU } });`,
    path: CPU,
    value: 0.5,
  },
  'a constant of a constant': {
    text: `const A = »1; const B = A; webService('a', { resources: { cpu: B } });`,
    path: CPU,
  },
  'a constant declared after': {
    text: `const f = () => webService('a', { resources: { cpu: C } });\nconst C = »1;`,
    path: CPU,
  },
  'a member of a constant': {
    text: `const S = { s: { cpu: »1 } }; webService('a', { resources: { cpu: S.s.cpu } });`,
    path: CPU,
  },
  'an indexed member': {
    text: `const S = { s: [0, »1] }; webService('a', { resources: { cpu: S['s'][1] } });`,
    path: CPU,
  },
  'an optional member': {
    text: `const S = { s: »1 }; webService('a', { resources: { cpu: S?.s } });`,
    path: CPU,
  },
  'a destructured constant': {
    text: `const { s: { cpu }, l: [, big] } = { s: { cpu: »1 }, l: [0, 2] };\nwebService('a', { resources: { cpu, big } });`,
    path: CPU,
  },
  'an object constant': { text: `const S = { cpu: »1 }; webService('a', { resources: S });`, path: CPU },
  'the whole argument': { text: `const P = { resources: { cpu: »1 } }; webService('a', P);`, path: CPU },
  'the inner of two constants of one name': {
    text: `const C = 1; function f() { const C = »2; webService('a', { resources: { cpu: C } }); }`,
    path: CPU,
  },
  'the outer constant behind an inner block': {
    text: `const C = »1; { const C = 2; }\nwebService('a', { resources: { cpu: C } });`,
    path: CPU,
  },
};

const SHADOWS: Record<string, Row> = {
  'a constant behind the parameter of another function': {
    text: `const n = »1; const f = (n) => n; function g({ n }) {}\nwebService('a', { resources: { cpu: n } });`,
    path: CPU,
  },
};

const SPREADS: Record<string, Row> = {
  'a spread': { text: `const S = { cpu: »1 }; webService('a', { resources: { ...S } });`, path: CPU },
  'a key after a spread': {
    text: `const S = { cpu: 1 }; webService('a', { resources: { ...S, cpu: »2 } });`,
    path: CPU,
  },
  'a spread after a key': {
    text: `const S = { cpu: »1 }; webService('a', { resources: { cpu: 2, ...S } });`,
    path: CPU,
  },
  'a key before a spread that lacks it': {
    text: `const S = { m: 1 }; webService('a', { resources: { cpu: »2, ...S } });`,
    path: CPU,
  },
  'a spread in a spread': {
    text: `const A = { cpu: »1 }; const B = { ...A }; webService('a', { resources: { ...B } });`,
    path: CPU,
  },
  'an inline spread': { text: `webService('a', { ...{ resources: { cpu: »1 } } });`, path: CPU },
  'an element of a spread list': {
    text: `const C = ['b', »'c']; webService('a', { calls: ['x', ...C, 'z'] });`,
    path: ['calls', 2],
  },
  'an element after a spread list': {
    text: `const C = ['b']; webService('a', { calls: [...C, »'z'] });`,
    path: ['calls', 1],
  },
  'a spread of nothing': { text: `webService('a', { resources: { cpu: »1, ...false } });`, path: CPU },
  'a key after an opaque spread': { text: `webService('a', { resources: { ...f(), cpu: »1 } });`, path: CPU },
  'a key before an opaque spread, proved by its value': {
    text: `webService('a', { resources: { cpu: »1, ...f() } });`,
    path: CPU,
    value: 1,
  },
};

const use = (what: string) => `import ${what};\nwebService('a', { resources: { cpu: C } });`;
const SIZES = '/company/environments/sizes.ts';

const IMPORTS: Record<string, Row> = {
  'an imported constant': {
    text: use(`{ C } from './sizes'`),
    files: { [SIZES]: `\nexport const C = »1;` },
    path: CPU,
  },
  'a renamed import': {
    text: use(`{ X as C } from './sizes'`),
    files: { [SIZES]: `export const X = »1;` },
    path: CPU,
  },
  'a path with its extension': {
    text: use(`{ C } from './sizes.ts'`),
    files: { [SIZES]: `export const C = »1;` },
    path: CPU,
  },
  'a path with the extension of the output': {
    text: use(`{ C } from './sizes.js'`),
    files: { [SIZES]: `export const C = »1;` },
    path: CPU,
  },
  'a folder': {
    text: use(`{ C } from './sizes'`),
    files: { '/company/environments/sizes/index.ts': `export const C = »1;` },
    path: CPU,
  },
  'a folder above': {
    text: use(`{ C } from '..'`),
    files: { '/company/index.ts': `export const C = »1;` },
    path: CPU,
  },
  'a default export': { text: use(`C from './sizes'`), files: { [SIZES]: `export default »1;` }, path: CPU },
  'a default export by name': {
    text: use(`C from './sizes'`),
    files: { [SIZES]: `const X = »1; export { X as default };` },
    path: CPU,
  },
  'an export of a local name': {
    text: use(`{ C } from './sizes'`),
    files: { [SIZES]: `const X = »1; export { X as C };` },
    path: CPU,
  },
  'a name passed on': {
    text: use(`{ C } from './sizes'`),
    files: {
      [SIZES]: `export { X as C } from './more';`,
      '/company/environments/more.ts': `export const X = »1;`,
    },
    path: CPU,
  },
  'an import passed on': {
    text: use(`{ C } from './sizes'`),
    files: {
      [SIZES]: `import { X } from './more'; export { X as C };`,
      '/company/environments/more.ts': `export const X = »1;`,
    },
    path: CPU,
  },
  'all names passed on, in a circle': {
    text: use(`{ C } from './sizes'`),
    files: {
      [SIZES]: `export * from './sizes'; export * from './more';`,
      '/company/environments/more.ts': `export * from './sizes'; export const C = »1;`,
    },
    path: CPU,
  },
  'a namespace': {
    text: `import * as sizes from './sizes';\nwebService('a', { resources: { cpu: sizes.small.cpu } });`,
    files: { [SIZES]: `export const small = { cpu: »1 };` },
    path: CPU,
  },
  'a namespace passed on': {
    text: `import { all } from './more';\nwebService('a', { resources: all.small });`,
    files: {
      '/company/environments/more.ts': `export * as all from './sizes';`,
      [SIZES]: `export const small = { cpu: »1 };`,
    },
    path: CPU,
  },
  'a spread of an imported constant': {
    text: `import { small } from './sizes';\nwebService('a', { resources: { ...small } });`,
    files: { [SIZES]: `export const small = { cpu: »1 };` },
    path: CPU,
  },
  'a destructured export': {
    text: use(`{ C } from './sizes'`),
    files: { [SIZES]: `export const { C } = { C: »1 };` },
    path: CPU,
  },
};

const ENCLOSING: Record<string, Row> = {
  'a condition': { text: `webService('a', { resources: { »cpu: big ? 1 : 2 } });`, path: CPU, value: 1 },
  'an arithmetic expression': {
    text: `webService('a', { resources: { »cpu: 1 + 1 } });`,
    path: CPU,
    value: 2,
  },
  'an opaque helper': { text: `webService('a', { »resources: sized('large') });`, path: CPU, value: 1 },
  'a helper for the value': {
    text: `webService('a', { resources: { »cpu: cores(1) } });`,
    path: CPU,
    value: 1,
  },
  'an opaque spread': { text: `webService('a', { »resources: { ...sized() } });`, path: CPU, value: 1 },
  'a literal that an opaque spread replaced': {
    text: `webService('a', { »resources: { cpu: 2, ...sized() } });`,
    path: CPU,
    value: 1,
  },
  'a literal that an opaque spread may replace': {
    text: `webService('a', { »resources: { cpu: 2, ...sized() } });`,
    path: CPU,
  },
  'a conditional spread': {
    text: `webService('a', { »resources: { ...(big && { cpu: 1 }) } });`,
    path: CPU,
    value: 1,
  },
  'a key that the text does not tell, disproved by its value': {
    text: `webService('a', { »resources: { [k()]: 2 } });`,
    path: CPU,
    value: 1,
  },
  'the variable of a loop': {
    text: `for (const n of [1, 2]) webService('a', { resources: { »cpu: n } });`,
    path: CPU,
    value: 2,
  },
  'the parameter of a function': {
    text: `const n = 1; [2].map((n) => webService('a', { resources: { »cpu: n } }));`,
    path: CPU,
  },
  'a destructured parameter': {
    text: `const n = 1; function f({ n }) { webService('a', { resources: { »cpu: n } }); }`,
    path: CPU,
  },
  'the parameter of a constructor': {
    text: `const n = 1; class A { constructor(private n: number) { webService('a', { resources: { »cpu: n } }); } }`,
    path: CPU,
  },
  'a function named as an outer constant': {
    text: `const n = 1; { function n() {} webService('a', { resources: { »cpu: n } }); }`,
    path: CPU,
  },
  'a destructured default': {
    text: `const { cpu = 2 } = { cpu: 1 }; webService('a', { resources: { »cpu } });`,
    path: CPU,
  },
  'a default named as an outer constant': {
    text: `const cpu = 1; { const [cpu = 2] = []; webService('a', { resources: { »cpu } }); }`,
    path: CPU,
  },
  'a member that an opaque spread may replace': {
    text: `const S = { cpu: 1, ...f() }; webService('a', { resources: { »cpu: S.cpu } });`,
    path: CPU,
  },
  'an element of a list with an opaque spread inside': {
    text: `const C = [...more(), 'b']; webService('a', { »calls: [...C, 'c'] });`,
    path: ['calls', 2],
  },
  'a helper whose last arguments are spread': {
    text: `webService('a', { »resources: merge({ cpu: 1 }, ...more) });`,
    path: CPU,
  },
  'a default that is not passed on with all names': {
    text: `import C from './sizes';\nwebService('a', { resources: { »cpu: C } });`,
    files: {
      '/company/environments/sizes.ts': `export * from './more';`,
      '/company/environments/more.ts': `export default 1;`,
    },
    path: CPU,
  },
  'a caught value': {
    text: `const n = 1; try {} catch (n) { webService('a', { resources: { »cpu: n } }); }`,
    path: CPU,
  },
  'a variable that may change': {
    text: `let n = 1; n = 2; webService('a', { resources: { »cpu: n } });`,
    path: CPU,
  },
  'a list made by a loop': {
    text: `webService('a', { »calls: ['b'].map((c) => c) });`,
    path: ['calls', 0],
    value: 'b',
  },
  'an element after an opaque spread': {
    text: `webService('a', { »calls: [...more(), 'b'] });`,
    path: ['calls', 1],
    value: 'b',
  },
  'a method': { text: `webService('a', { resources: { »cpu() {} } });`, path: CPU },
  'a getter': { text: `webService('a', { resources: { get »cpu() { return 1; } } });`, path: CPU },
  'a missing key': { text: `webService('a', { »resources: { memory: 1 } });`, path: CPU },
  'a key inside a text': { text: `webService('a', { »resources: 'large' });`, path: CPU },
  'an import from a package': {
    text: use(`{ C } from '@company/sizes'`).replace('cpu:', '»cpu:'),
    path: CPU,
  },
  'an import that cannot be read': { text: use(`{ C } from './gone'`).replace('cpu:', '»cpu:'), path: CPU },
  'an import that is not exported': {
    text: use(`{ C } from './sizes'`).replace('cpu:', '»cpu:'),
    files: { [SIZES]: `const C = 1;` },
    path: CPU,
  },
  'constants in a circle': {
    text: `const A = B; const B = A; webService('a', { resources: { »cpu: A } });`,
    path: CPU,
  },
  'spreads in a circle': { text: `const A = { ...A, ...A }; webService('a', { »resources: A });`, path: CPU },
  'a property of an unknown service': { text: `»overlay({ ledger: {} });`, path: ['exchange', 'mesh'] },
  'a declaration without an object': { text: `»webService(name, props);`, path: CPU },
};

const DIFFERENT: Record<string, Row> = {
  'a literal that is not the value': {
    text: `webService('a', { resources: { cpu: »0.2 } });`,
    path: CPU,
    value: 0.5,
  },
  'a literal of another type': {
    text: `webService('a', { resources: { cpu: »'1' } });`,
    path: CPU,
    value: 1,
  },
  'an object where a list is': { text: `webService('a', { calls: »{} });`, path: ['calls'], value: [] },
  'an argument that a helper changed': {
    text: `webService('a', { exposure: route({ path: »'x' }) });`,
    path: ['exposure', 'path'],
    value: '/x',
  },
};

const TEXTS: Record<string, Row> = {
  'a byte order mark': { text: `\uFEFFwebService('a', { mesh: »true });`, path: ['mesh'] },
  'lines that end as on Windows': {
    text: `// x\r\nwebService('a', {\r\n  mesh: »true,\r\n});\r\n`,
    path: ['mesh'],
  },
  'accents before it on the line': {
    text: `/* ação 你好 */ webService('ü', { mesh: »true });`,
    path: ['mesh'],
  },
  'emoji before it on the line': {
    text: `/* 🚀🚀 */ webService('a', { '🚀': { mesh: »true } });`,
    path: ['🚀', 'mesh'],
  },
  'emoji on earlier lines': { text: `// 🚀 €\n\nwebService('a', {\n  mesh: »true });`, path: ['mesh'] },
  'comments before everything': {
    text: `\n/* licence */\n\n// more\nwebService('a', { mesh: »true });`,
    path: ['mesh'],
  },
  'an interpreter line': { text: `#!/usr/bin/env node\nwebService('a', { mesh: »true });`, path: ['mesh'] },
  decorators: { text: `@sealed class A {}\nwebService('a', { mesh: »true });`, path: ['mesh'] },
};

describe('the line of a value', () => {
  it.each(rows(LITERALS, KEYS, WRAPPERS, NAMES, SHADOWS, SPREADS, IMPORTS, TEXTS))(
    'is found for %s',
    (_, row) => {
      expect(located(row)).toEqual({ ...expected(row), exact: true });
    },
  );

  it.each(rows(ENCLOSING))('is that of the nearest property around %s', (_, row) => {
    expect(located(row)).toEqual({ ...expected(row), exact: false });
  });

  it.each(rows(DIFFERENT))('is not exact for %s', (_, row) => {
    expect(located(row)).toEqual({ ...expected(row), exact: false });
  });
});

function rows(...tables: Record<string, Row>[]): [string, Row][] {
  return tables.flatMap((table) => Object.entries(table));
}

function located(row: Row) {
  const files = new Map(Object.entries({ ...row.files, [MAIN]: row.text }));
  const locator = new SourceLocator((file) => files.get(file)?.replace('»', ''));
  return locator.locate(callIn(row.text.replace('»', '')), row.path, row.value);
}

/** As V8 does for an imported function: the end of its name. For a call that is itself expected, its beginning. */
function callIn(text: string): SourcePosition {
  const plain = text.replace('\uFEFF', '');
  const name = /\b(webService|overlay)\b(?=[<(])/.exec(plain);
  return positionOf(MAIN, plain, name === null ? 0 : name.index);
}

function expected(row: Row): SourcePosition {
  for (const [file, text] of Object.entries({ [MAIN]: row.text, ...row.files })) {
    const plain = text.replace('\uFEFF', '');
    if (plain.includes('»')) return positionOf(file, plain, plain.indexOf('»'));
  }
  throw new Error('mark the expected position with »');
}

function positionOf(file: string, text: string, index: number): SourcePosition {
  const lines = text.slice(0, index).split('\n');
  return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
