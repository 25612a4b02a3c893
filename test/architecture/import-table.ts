import { importsOf, packageOf, relativeTarget } from './imports';
import { type Check, isCode, isTest, ownerOf } from './source-tree';

/**
 * Who may import whom. Data flows one way: declarations, resolved, projected, checked, written.
 * A new package starts with a line here.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  'packages/errors': [],
  'packages/units': ['errors'],
  'packages/manifest': [],
  'packages/model': ['errors', 'units'],
  'packages/crds': ['manifest'],
  'packages/kubernetes': ['errors', 'units', 'manifest', 'crds'],
  'packages/gitops': ['errors', 'manifest', 'crds'],
  'packages/pulumi': ['errors'],
  'packages/cloud': ['errors', 'units', 'pulumi'],
  'packages/vault': ['errors', 'units', 'pulumi'],
  'packages/certificates': ['errors', 'units'],
  'packages/cloud-plan': ['errors'],
  'packages/rules': ['errors'],
  'packages/graph': ['errors', 'model'],
  'packages/synth': ['errors', 'model', 'rules', 'manifest'],
  'packages/cli': [
    'errors',
    'units',
    'manifest',
    'model',
    'crds',
    'kubernetes',
    'gitops',
    'rules',
    'graph',
    'synth',
    'certificates',
    'cloud-plan',
  ],
  stacks: [
    'errors',
    'units',
    'synth',
    'model',
    'kubernetes',
    'gitops',
    'crds',
    'manifest',
    'pulumi',
    'cloud',
    'vault',
  ],
  environments: ['model'],
};

/** Where a Pulumi program starts: the one file that is told by its stack which environment it is for. */
const entry = /^stacks\/[^/]+\/main\.ts$/;

/** What is deployed first is half of what is deployed later: it is taken from there, never written twice. */
const firstHalves: Readonly<Record<string, readonly string[]>> = {
  'stacks/bootstrap': ['stacks/delivery', 'stacks/platform'],
};

/** Not in the table: they serve tests and the workshop, and may import anything. */
const free = ['packages/testing', 'test', 'tools', ''];

/** The names under which our own packages and the company's are imported. */
const ours = /^@(plinth|acme)\/(.+)$/;

export const importTable: Check = (files) => {
  const problems: string[] = [];
  const unknown = new Set<string>();
  for (const file of files.filter(({ path }) => isCode(path))) {
    const owner = ownerOf(file.path);
    if (free.includes(owner)) continue;
    const layer = owner.startsWith('stacks/') ? 'stacks' : owner;
    const allowed = layers[layer];
    if (allowed === undefined) {
      unknown.add(`${owner}: is not in the import table of test/architecture/import-table.ts; add its line`);
      continue;
    }
    for (const imported of importsOf(file)) {
      const target = relativeTarget(imported) === undefined ? targetOf(imported.specifier) : undefined;
      if (target === undefined || target === owner || mayImport(file.path, allowed, target)) continue;
      problems.push(
        `${imported.place}: ${owner} imports ${target}; it may import ${allowed.join(', ') || 'none of our packages'}`,
      );
    }
  }
  return [...unknown, ...problems];
};

/** `packages/model`, `environments`, `stacks/platform`; undefined for what is not ours. */
function targetOf(specifier: string): string | undefined {
  const [, scope, name = ''] = ours.exec(packageOf(specifier)) ?? [];
  if (scope === 'plinth') return `packages/${name}`;
  return scope === 'acme' ? name.replace(/^stack-/, 'stacks/') : undefined;
}

function mayImport(path: string, allowed: readonly string[], target: string): boolean {
  // Where layers meet is what tests are about; the company's declarations stay out of library tests all the same.
  if (isTest(path)) return target.startsWith('packages/');
  if (target === 'environments' && entry.test(path)) return true;
  if (firstHalves[ownerOf(path)]?.includes(target) === true) return true;
  return allowed.some((name) => target === `packages/${name}`);
}
