/** What JSON.parse does not tell about a text: where it is wrong, which keys it holds twice, and on which lines. */

const TOKEN =
  /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|[{}[\]:,]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;
const BLANK = /[ \t\r\n]*/y;

interface Token {
  readonly text: string;
  readonly index: number;
}

/** The tokens from the start to the first character that begins none. */
function* tokens(text: string): Generator<Token> {
  let index = skip(text, 0);
  while (index < text.length) {
    TOKEN.lastIndex = index;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return;
    yield { text: token, index };
    index = skip(text, index + token.length);
  }
}

function skip(text: string, index: number): number {
  BLANK.lastIndex = index;
  return index + (BLANK.exec(text)?.[0].length ?? 0);
}

/** The line of the first character at which a text stops being JSON. */
export function lineOfSyntaxError(text: string): number {
  const open: string[] = [];
  let expected = 'value';
  let end = 0;
  for (const { text: token, index } of tokens(text)) {
    const next = follow(token, expected, open);
    if (next === undefined) return lineAt(text, index);
    expected = next;
    end = index + token.length;
  }
  const stop = skip(text, end);
  return lineAt(text, stop < text.length ? stop : end);
}

/** What may come after a token, or undefined when the token may not come here. */
function follow(token: string, expected: string, open: string[]): string | undefined {
  const after = () => (open.length === 0 ? 'nothing' : 'comma or end');
  const isValue = expected === 'value' || expected === 'value or end';
  switch (token) {
    case '{':
    case '[':
      if (!isValue) return undefined;
      open.push(token);
      return token === '{' ? 'key or end' : 'value or end';
    case '}':
    case ']': {
      const closes = open.pop() === (token === '}' ? '{' : '[');
      const mayEnd =
        expected === 'comma or end' || expected === (token === '}' ? 'key or end' : 'value or end');
      return closes && mayEnd ? after() : undefined;
    }
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    case ',':
      if (expected !== 'comma or end') return undefined;
      return open.at(-1) === '{' ? 'key' : 'value';
    default:
      if (isValue) return after();
      return expected.startsWith('key') && token.startsWith('"') ? 'colon' : undefined;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

interface Key {
  readonly key: string;
  readonly path: readonly (string | number)[];
  readonly line: number;
}

/** Every key of a text that is JSON, in its order; entries of lists are counted from 0. */
function* keys(text: string): Generator<Key> {
  const stack: (string | number)[] = [];
  let [line, counted] = [1, 0];
  let last: Token | undefined;
  for (const token of tokens(text)) {
    const top = stack.length - 1;
    const index = stack[top];
    if (token.text === '{') stack.push('');
    else if (token.text === '[') stack.push(0);
    else if (token.text === '}' || token.text === ']') stack.pop();
    else if (token.text === ',' && typeof index === 'number') stack[top] = index + 1;
    else if (token.text === ':' && last !== undefined) {
      for (; counted < last.index; counted += 1) if (text[counted] === '\n') line += 1;
      const key = JSON.parse(last.text) as string;
      stack[top] = key;
      yield { key, path: [...stack], line };
    }
    last = token.text.startsWith('"') ? token : undefined;
  }
}

/** Keys that stand twice in one map: JSON.parse silently keeps the last. What a repeated key holds is not looked into. */
export function repeatedKeys(text: string): Key[] {
  const seen = new Set<string>();
  const repeated: Key[] = [];
  for (const key of keys(text)) {
    const id = JSON.stringify(key.path);
    const isInside = repeated.some(({ path }) => path.length < key.path.length && startsWith(key.path, path));
    if (seen.has(id) && !isInside) repeated.push(key);
    seen.add(id);
  }
  return repeated;
}

/** The line on which the key at a path stands, or that of the nearest key around it. */
export function lineOfPath(text: string, path: readonly (string | number)[]): number {
  let best = { line: 1, depth: 0 };
  for (const { path: at, line } of keys(text)) {
    if (at.length > best.depth && startsWith(path, at)) best = { line, depth: at.length };
  }
  return best.line;
}

function startsWith(path: readonly (string | number)[], start: readonly (string | number)[]): boolean {
  return start.length <= path.length && start.every((part, index) => part === path[index]);
}

/** What makes a text unreadable before it is read as JSON. */
export function encodingProblem(text: string): string | undefined {
  if (text.startsWith('\ufeff')) return 'a byte order mark';
  if (text.includes('\0')) return 'bytes of another encoding than UTF-8';
  if (text.includes('\ufffd')) return 'bytes that are not UTF-8';
  return text.trim() === '' ? 'an empty file' : undefined;
}
