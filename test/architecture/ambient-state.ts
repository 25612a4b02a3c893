import { type Check, isProduct } from './source-tree';
import { identifier, isNode, nodesOf, placeOf, type SyntaxNode, stringValue } from './syntax';

interface Ambient {
  /** As `nameOfAmbient` spells it. */
  readonly names: readonly string[];
  /** Folders that may use it. */
  readonly only: readonly string[];
  readonly because: string;
}

const ambients: readonly Ambient[] = [
  {
    names: ['process.exit', 'process.exitCode', 'process.abort'],
    only: ['packages/cli/'],
    because: 'one place decides how the program ends; throw or return',
  },
  {
    names: ['process.pid', 'process.kill'],
    only: ['packages/cli/', 'packages/synth/src/output/', 'packages/certificates/src/deploy/'],
    because: 'only who locks the output, or ends a hook, needs to know which process runs',
  },
  {
    names: ['process.env'],
    // What is loaded before a Pulumi program has no other way to be told anything.
    only: ['packages/cli/', 'packages/cloud-plan/bin/'],
    because: 'settings enter at the edge; take a prop',
  },
  {
    names: ['performance.now', 'process.hrtime', 'process.uptime'],
    only: ['packages/cli/', 'packages/synth/src/output/', 'packages/certificates/src/deploy/'],
    because: 'how long something takes is no part of the result; only locks and endpoints are waited for',
  },
  {
    names: ['Date.now', 'new Date()', 'Date()'],
    only: ['packages/cli/'],
    because: 'the same input gives the same bytes tomorrow; take the time as a prop',
  },
  {
    names: ['Math.random', 'crypto.randomUUID', 'crypto.randomBytes', 'crypto.randomInt'],
    only: ['packages/cli/'],
    because: 'the same input gives the same bytes; derive from a name',
  },
  {
    names: ['fetch()', 'net.connect', 'net.createConnection', 'net.createServer', 'net.Socket'],
    only: ['packages/cli/', 'packages/cloud-plan/'],
    because: 'nothing that is rendered comes over a network',
  },
];

/** What differs from run to run or from machine to machine enters at the edge; tools and tests are edges too. */
export const ambientState: Check = (files) => {
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => isProduct(path) && !path.startsWith('tools/'))) {
    for (const node of nodesOf(file)) {
      for (const name of ambientNames(node)) {
        const ambient = ambients.find(({ names }) => names.includes(name));
        if (ambient === undefined || ambient.only.some((place) => file.path.startsWith(place))) continue;
        const where = ambient.only.join(', ');
        problems.push(`${placeOf(file, node)}: uses ${name}; allowed: ${where}; ${ambient.because}`);
      }
    }
  }
  return problems;
};

/** `Date.now`, `new Date()`: what a node takes from its surroundings, if anything. */
function ambientNames(node: SyntaxNode): string[] {
  switch (node.type) {
    case 'MemberExpression':
      return [`${objectName(node.object)}.${propertyName(node.property)}`];
    case 'NewExpression':
      return isEmptyDate(node) ? ['new Date()'] : [];
    case 'CallExpression':
      return [`${identifier(node.callee)}()`];
    case 'VariableDeclarator':
      return patternNames(node.id, objectName(node.init));
    case 'ImportDeclaration':
      return importedNames(node);
    default:
      return [];
  }
}

/** `process` of `process` and of `globalThis.process`. */
function objectName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  return node.type === 'MemberExpression' ? propertyName(node.property) : identifier(node);
}

function propertyName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  return node.type === 'Computed' ? stringValue(node.expression) : identifier(node);
}

function isEmptyDate(node: SyntaxNode): boolean {
  const given = node.arguments as readonly unknown[] | null;
  return identifier(node.callee) === 'Date' && (given ?? []).length === 0;
}

/** `const { env } = process`. */
function patternNames(pattern: unknown, object: string | undefined): string[] {
  if (!isNode(pattern) || pattern.type !== 'ObjectPattern' || object === undefined) return [];
  const properties = pattern.properties as readonly SyntaxNode[];
  return properties.map((property) => `${object}.${propertyName(property.key)}`);
}

/** `import { env } from 'node:process'`. */
function importedNames(node: SyntaxNode): string[] {
  const module = stringValue(node.source)?.replace(/^node:/, '');
  if (module === 'perf_hooks') return ['performance.now'];
  if (module === undefined || !['process', 'crypto', 'net'].includes(module)) return [];
  const names = node.specifiers as readonly SyntaxNode[];
  return names.map((name) => `${module}.${identifier(name.imported) ?? identifier(name.local)}`);
}
