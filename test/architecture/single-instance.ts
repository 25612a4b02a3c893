import { load } from 'js-yaml';
import type { Check } from './source-tree';

/**
 * These keep state or compare by class: a second copy makes constructs that belong to no tree and resources
 * that no program registers.
 */
const single = ['@pulumi/pulumi', 'cdk8s', 'constructs'];

/** A copy per version and per set of peers: pnpm lists each under `snapshots`. */
export const singleInstance: Check = (files) => {
  const lock = files.find(({ path }) => path === 'pnpm-lock.yaml');
  if (lock === undefined) return ['pnpm-lock.yaml: is missing; commit it'];
  const { packages, snapshots } = load(lock.text) as Record<string, Record<string, unknown> | undefined>;
  return single.flatMap((name) =>
    [copies(name, packages), copies(name, snapshots)]
      .filter((found) => found.length > 1)
      .slice(-1)
      .map((found) => `pnpm-lock.yaml: has ${found.length} copies of ${name}: ${found.join(', ')}`),
  );
};

function copies(name: string, section: Record<string, unknown> | undefined): string[] {
  return Object.keys(section ?? {}).filter((key) => key.startsWith(`${name}@`));
}
