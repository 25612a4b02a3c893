import { isBuiltin } from 'node:module';
import { importsOf, packageOf, relativeTarget } from './imports';
import { type Check, isCode, isTest } from './source-tree';

interface Restriction {
  /** What the restriction is about: names of packages, `@scope/*` for all of a scope. */
  readonly packages: readonly string[];
  /** The only places that may import it: files, or folders that end in a slash. */
  readonly only: readonly string[];
  /** Tests may import it too. */
  readonly tests: boolean;
  readonly because: string;
}

const restrictions: readonly Restriction[] = [
  {
    packages: ['cdk8s-plus-27'],
    only: ['packages/kubernetes/src/kplus.ts'],
    tests: true,
    because: 'one file decides what we take from it, so that one file changes with its version',
  },
  {
    packages: ['cdk8s', 'constructs'],
    only: [
      'packages/manifest/',
      'packages/crds/',
      'packages/kubernetes/',
      'packages/gitops/',
      'packages/synth/',
      'packages/cli/',
      'stacks/',
    ],
    tests: true,
    because: 'what is declared and what is judged is plain data',
  },
  {
    packages: ['@pulumi/*'],
    only: [
      'packages/pulumi/',
      'packages/cloud/',
      'packages/cloud-plan/',
      'packages/vault/',
      'stacks/foundation/',
      'stacks/vault/',
      'stacks/bootstrap/',
    ],
    tests: true,
    because: 'rendering manifests needs no cloud, and loading Pulumi costs half a second',
  },
  {
    packages: ['typescript', '@typescript/native'],
    only: [],
    tests: false,
    because: 'the compiler is a tool; source is read with @swc/core, which loads ten times faster',
  },
  {
    packages: ['node:fs', 'node:child_process', 'node:http', 'node:https', 'node:dns'],
    only: [
      'packages/model/',
      // Its own data: the generated schemas.
      'packages/rules/src/schema/',
      'packages/synth/',
      'packages/cli/',
      'packages/certificates/',
      'packages/cloud-plan/',
      'tools/',
    ],
    tests: true,
    because: 'constructs, rules and units take props and return data',
  },
];

export const externalPackages: Check = (files) => {
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => isCode(path))) {
    for (const imported of importsOf(file)) {
      if (relativeTarget(imported) !== undefined) continue;
      const restriction = restrictions.find(({ packages }) => packages.some(names(imported.specifier)));
      if (restriction === undefined || allows(restriction, file.path)) continue;
      const where = restriction.only.join(', ') || 'nowhere';
      problems.push(
        `${imported.place}: imports ${imported.specifier}; allowed: ${where}; ${restriction.because}`,
      );
    }
  }
  return problems;
};

function names(specifier: string): (pattern: string) => boolean {
  const plain = packageOf(specifier);
  const name = isBuiltin(plain) ? `node:${plain.replace(/^node:/, '')}` : plain;
  return (pattern) => (pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);
}

function allows({ only, tests }: Restriction, path: string): boolean {
  if (tests && isTest(path)) return true;
  return only.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
}
