import type { ParsedDependency } from './parsed';
import type { EnvironmentFacts } from './resolved';

/** The networks in which a dependency is here. */
export function addressesOf(
  { name, input }: ParsedDependency,
  { dependencies }: EnvironmentFacts,
): readonly string[] | 'internet' {
  return input.reach === 'internet' ? 'internet' : (dependencies[name] ?? []);
}
