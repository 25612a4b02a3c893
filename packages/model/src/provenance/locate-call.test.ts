import { readFileSync } from 'node:fs';
import { SourceLocator, type SourcePosition } from './locate';

const FILE = '/company/environments/exchange.ts';

/** Asks with the position of « for the place of `mesh`, which must be at ». */
function check(text: string): void {
  const plain = text.replace('«', '').replace('»', '');
  const call = positionOf(text.replace('»', ''), '«');
  const located = new SourceLocator(() => plain).locate(call, ['mesh']);
  expect(located).toEqual({ ...positionOf(text.replace('«', ''), '»'), exact: true });
}

function positionOf(text: string, mark: string): SourcePosition {
  const lines = text.slice(0, text.indexOf(mark)).split('\n');
  return { file: FILE, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

describe('the call that declares', () => {
  it.each([
    ['the beginning of a local function', `«webService('a', { mesh: »1 });`],
    ['the end of an imported function', `webService«('a', { mesh: »1 });`],
    ['the end before type arguments', `webService«<P>('a', { mesh: »1 });`],
    ['the property of a member call', `declare.«webService('a', { mesh: »1 });`],
    ['the property on its own line', `declare\n  .«webService('a', { mesh: »1 });`],
    ['the property of an optional call', `declare?.«webService?.('a', { mesh: »1 });`],
    ['the property of an indexed call', `declare['«webService']('a', { mesh: »1 });`],
    ['the last of a chain', `declare.on({ mesh: 1 }).«webService('a', { mesh: »2 });`],
    ['the first of a chain', `declare.«on({ mesh: »1 }).webService('a', { mesh: 2 });`],
    ['a constructor', `const a = «new WebService('a', { mesh: »1 });`],
    ['the inner of two calls', `webService('a', { mesh: 1, b: «webService('b', { mesh: »2 }) });`],
    ['the outer of two calls', `«webService('a', { b: webService('b', { mesh: 1 }), mesh: »2 });`],
    ['the second on a line', `webService('a', { mesh: 1 }); webService«('b', { mesh: »2 });`],
    ['the middle of a name', `web«Service('a', { mesh: »1 });`],
    ['the argument', `webService(«'a', { mesh: »1 });`],
    ['the statement around it', `«export const a = webService('a', { mesh: »1 });`],
    ['an argument of the inner call', `webService('a', { mesh: 1, b: publicRoute(«'b', { mesh: »2 }) });`],
    ['the second on a line with emoji', `/* 🚀🚀🚀é */ f({ mesh: 1 }); g«({ mesh: »2 });`],
    ['the end of a line with emoji', `/* 🚀é */ webService«('a', { mesh: »1 });`],
  ])('is found by %s', (_, text) => check(text));

  it('is found beside markup', () => {
    const locator = new SourceLocator(() => `const a = <p>x</p>; webService({ mesh: 1 });`);
    const call = { file: '/company/page.tsx', line: 1, column: 21 };
    expect(locator.locate(call, ['mesh'])).toEqual({ ...call, column: 40, exact: true });
  });

  it('is where V8 says, under the source maps of the tests', () => {
    const small = { cpu: 0.25 };
    const [position, line] = [captured('ação 🚀', { resources: small }), lineOfThis()];
    expect(position.line).toBe(line);

    const locator = new SourceLocator((file) => readFileSync(file, 'utf8'));
    const located = locator.locate(position, ['resources', 'cpu'], 0.25);
    expect(located).toEqual({ file: __filename, line: line - 1, column: 26, exact: true });
  });

  it('is where V8 says for a member call', () => {
    const declare = { captured };
    const position = declare.captured('x', { mesh: true });

    const locator = new SourceLocator((file) => readFileSync(file, 'utf8'));
    expect(locator.locate(position, ['mesh'], true)).toMatchObject({
      line: position.line,
      column: 52,
      exact: true,
    });
  });
});

describe('a question without an answer', () => {
  const call = { file: FILE, line: 3, column: 5 };

  it('is answered with the call when the file cannot be read', () => {
    expect(new SourceLocator(() => undefined).locate(call, ['mesh'])).toEqual({ ...call, exact: false });
  });

  it('is answered with the call when the file cannot be parsed', () => {
    expect(new SourceLocator(() => 'webService({').locate(call, ['mesh'])).toEqual({ ...call, exact: false });
  });

  it('is answered with the call when there is none at that line', () => {
    const text = 'webService({ mesh: true });\n\n\n';
    expect(new SourceLocator(() => text).locate(call, ['mesh'])).toEqual({ ...call, exact: false });
    expect(new SourceLocator(() => text).locate({ ...call, line: 99 }, ['mesh'])).toMatchObject({
      exact: false,
    });
  });

  it('is answered with the call itself when no property is asked for', () => {
    const first = { file: FILE, line: 1, column: 1 };
    expect(new SourceLocator(() => 'webService({});').locate(first, [])).toEqual({ ...first, exact: true });
  });
});

describe('the key of a property', () => {
  const locateKey = (text: string, path: string[]) =>
    new SourceLocator(() => text).locateKey({ file: FILE, line: 1, column: 1 }, path);

  it('is where the property is written, not where its constant is', () => {
    const text = `overlay({\n  ledger: {\n    cpu: CPU,\n  },\n});\nconst CPU = 1;`;
    expect(locateKey(text, ['ledger', 'cpu'])).toEqual({ file: FILE, line: 3, column: 5, exact: true });
  });

  it('is not exact when only the property around it is found', () => {
    expect(locateKey(`overlay({\n  ledger: made() });`, ['ledger', 'cpu'])).toMatchObject({
      line: 2,
      exact: false,
    });
    expect(locateKey(`overlay({\n  ledger: { cpu: 1, ...made() } });`, ['ledger', 'cpu'])).toMatchObject({
      column: 3,
      exact: false,
    });
  });
});

describe('the files', () => {
  it('are read when the first question is asked, and once', () => {
    const reads: string[] = [];
    const locator = new SourceLocator((file) => {
      reads.push(file);
      return file === FILE ? `import { C } from './gone.ts'; webService({ mesh: 1, cpu: C });` : undefined;
    });
    expect(reads).toEqual([]);

    const call = { file: FILE, line: 1, column: 32 };
    locator.locate(call, ['mesh']);
    expect(reads).toEqual([FILE]);

    locator.locate(call, ['cpu']);
    const after = [...reads];
    locator.locate(call, ['cpu']);
    expect(reads).toEqual(after);
    expect(new Set(reads).size).toBe(reads.length);
  });

  it('keep their positions however many were parsed before', () => {
    const locator = new SourceLocator(
      (file) => `${'\n'.repeat(Number(file.slice(1)))}webService({ mesh: 1 });`,
    );
    for (let line = 1; line <= 20; line += 1) {
      const call = { file: `/${line - 1}`, line, column: 1 };
      expect(locator.locate(call, ['mesh'])).toEqual({ ...call, column: 20, exact: true });
    }
  });
});

function captured(_name: string, _props: object): SourcePosition {
  return frame(captured);
}

function lineOfThis(): number {
  return frame(lineOfThis).line;
}

// biome-ignore lint/complexity/noBannedTypes: the type of Error.captureStackTrace
function frame(callee: Function): SourcePosition {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, callee);
  const match = /\(?([^()\s]+):(\d+):(\d+)\)?$/.exec((trace.stack ?? '').split('\n')[1] ?? '');
  return { file: match?.[1] ?? '', line: Number(match?.[2]), column: Number(match?.[3]) };
}
