import { type Check, isProduct, type SourceFile } from './source-tree';
import { identifier, isNode, nodesOf, placeOf, type SyntaxNode } from './syntax';

/** The environments that exist: the folders beside `base`. */
export function environmentNames(files: readonly SourceFile[]): string[] {
  const folders = files.map(({ path }) => /^environments\/([^/]+)\//.exec(path)?.[1] ?? 'base');
  return [...new Set(folders)].filter((name) => name !== 'base').sort();
}

/**
 * The name of an environment stands in `environments/` and nowhere else in code: elsewhere a setting says
 * what is meant. Found in strings, templates and names, `isProd` included; a sentence, such as the example
 * in a command's help, may mention it. Nor may code ask which environment it is in by another way: the name of
 * one is looked up and written out, and compared with nothing that is spelled.
 */
export const environmentNamesInCode: Check = (files) => {
  const names = environmentNames(files);
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => isProduct(path) && !path.startsWith('environments/'))) {
    const nodes = nodesOf(file);
    problems.push(...nodes.filter(asksForName).map((node) => `${placeOf(file, node)}: ${ASKED}`));
    const devices = new Set(mayAskForDevices(file) ? nodes.map(deviceOf) : []);
    for (const node of nodes.filter((candidate) => !devices.has(candidate))) {
      const words = wordsOf(node);
      const name = names.find((candidate) => words.includes(candidate));
      if (name === undefined) continue;
      problems.push(`${placeOf(file, node)}: names the environment ${name}; ask for a setting that says why`);
    }
  }
  return problems;
};

const ASKED = 'asks which environment this is; ask for a setting that says why';

/** `environment.name === 'eu'`, `environment.name.startsWith(…)` and `switch (environment.name)`. */
function asksForName(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'BinaryExpression':
      return (
        /^[!=]==?$/.test(String(node.operator)) &&
        ((isEnvironmentName(node.left) && isSpelled(node.right)) ||
          (isEnvironmentName(node.right) && isSpelled(node.left)))
      );
    case 'SwitchStatement':
      return isEnvironmentName(node.discriminant);
    case 'CallExpression':
      return (
        isNode(node.callee) &&
        node.callee.type === 'MemberExpression' &&
        isEnvironmentName(node.callee.object)
      );
    default:
      return false;
  }
}

/** The `environment.name` of anything that is called environment. */
function isEnvironmentName(node: unknown): boolean {
  if (!isNode(node) || node.type !== 'MemberExpression' || identifier(node.property) !== 'name') return false;
  const { object } = node;
  const owner = isNode(object) && object.type === 'MemberExpression' ? object.property : object;
  return /environment$/i.test(identifier(owner) ?? '');
}

/** Anything but a variable or a field: a text, or what is made of one. */
function isSpelled(node: unknown): boolean {
  return isNode(node) && node.type !== 'Identifier' && node.type !== 'MemberExpression';
}

/** Only who writes the output asks on which disk a file lies. */
function mayAskForDevices({ path }: SourceFile): boolean {
  return path.startsWith('packages/synth/src/output/');
}

/** The `dev` of `stats.dev`: Node's number of a device. */
function deviceOf(node: SyntaxNode): unknown {
  const { property } = node;
  return node.type === 'MemberExpression' && identifier(property) === 'dev' ? property : undefined;
}

function wordsOf(node: SyntaxNode): string[] {
  switch (node.type) {
    case 'StringLiteral':
      return wordsIn(String(node.value));
    case 'TemplateLiteral': {
      const pieces = (node.quasis as readonly SyntaxNode[]).map((quasi) => String(quasi.cooked));
      return [...pieces, pieces.join('/')].flatMap(wordsIn);
    }
    case 'Identifier':
      return [
        String(node.value)
          .replace(/^is(?=[A-Z])/, '')
          .toLowerCase(),
      ];
    default:
      return [];
  }
}

/** `plinth-prod/apps` has three words; a sentence has none. Device files and the domain `.dev` are no environment. */
function wordsIn(text: string): string[] {
  const word = text.trim();
  if (/\s/.test(word)) return [];
  return word
    .toLowerCase()
    .replace(/^\/dev\/|\.dev(?=[/:]|$)/g, ' ')
    .split(/[^a-z0-9]+/);
}
