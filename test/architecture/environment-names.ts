import { type Check, isProduct, type SourceFile } from './source-tree';
import { identifier, nodesOf, placeOf, type SyntaxNode } from './syntax';

/** The environments that exist: the folders beside `base`. */
export function environmentNames(files: readonly SourceFile[]): string[] {
  const folders = files.map(({ path }) => /^environments\/([^/]+)\//.exec(path)?.[1] ?? 'base');
  return [...new Set(folders)].filter((name) => name !== 'base').sort();
}

/**
 * The name of an environment stands in `environments/` and nowhere else in code: elsewhere a setting says
 * what is meant. Found in strings, templates and names, `isProd` included; a sentence, such as the example
 * in a command's help, may mention it.
 */
export const environmentNamesInCode: Check = (files) => {
  const names = environmentNames(files);
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => isProduct(path) && !path.startsWith('environments/'))) {
    const nodes = nodesOf(file);
    const devices = new Set(nodes.map(deviceOf));
    for (const node of nodes.filter((candidate) => !devices.has(candidate))) {
      const words = wordsOf(node);
      const name = names.find((candidate) => words.includes(candidate));
      if (name === undefined) continue;
      problems.push(`${placeOf(file, node)}: names the environment ${name}; ask for a setting that says why`);
    }
  }
  return problems;
};

/** The `dev` of `stats.dev`: Node's number of a device. Who means the environment will name another one too. */
function deviceOf(node: SyntaxNode): unknown {
  const { property } = node;
  return node.type === 'MemberExpression' && identifier(property) === 'dev' ? property : undefined;
}

function wordsOf(node: SyntaxNode): string[] {
  switch (node.type) {
    case 'StringLiteral':
      return wordsIn(String(node.value));
    case 'TemplateLiteral':
      return wordsIn((node.quasis as readonly SyntaxNode[]).map((quasi) => String(quasi.cooked)).join('/'));
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
  if (/\s/.test(text)) return [];
  return text
    .toLowerCase()
    .replace(/^\/dev\/|\.dev(?=[/:]|$)/g, ' ')
    .split(/[^a-z0-9]+/);
}
