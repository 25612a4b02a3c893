import { show } from '@plinth/errors';
import type { EnvironmentDeclaration } from '../declare';
import type { Path } from '../report';
import type { CloudFacts, EnvironmentFacts } from '../resolved';
import { RELEASE_CHANNELS } from '../schema/cloud';
import { tryCidr } from '../schema/network';
import { valueAt } from '../value-at';
import type { CompanyRule } from './company-rules';

/** Something of which the next environment has as much or more. */
interface Strength {
  readonly path: Path;
  /** Larger is stronger; undefined where nothing is said. */
  readonly of: (facts: EnvironmentFacts) => number | undefined;
  /** What the next one may have, where this one has `value`. */
  readonly allowed: (value: unknown) => string;
}

/** A network of one address, which is as narrow as one gets. */
const NARROWEST = 32;

const atLeast = (value: unknown) => `at least ${value}`;
const isTrue = () => 'true';

const STRENGTHS: readonly Strength[] = [
  { path: ['replicaFloor'], of: ({ replicaFloor }) => replicaFloor, allowed: atLeast },
  {
    path: ['cloud', 'releaseChannel'],
    of: ({ cloud }) => cloud && RELEASE_CHANNELS.indexOf(cloud.releaseChannel),
    allowed: (value) =>
      RELEASE_CHANNELS.slice(RELEASE_CHANNELS.indexOf(value as (typeof RELEASE_CHANNELS)[number]))
        .map((channel) => show(channel))
        .join(' or '),
  },
  {
    path: ['cloud', 'zones'],
    of: ({ cloud }) => cloud?.zones.length,
    allowed: (value) => `at least ${(value as readonly string[]).length} zones`,
  },
  {
    path: ['cloud', 'administrators'],
    of: ({ cloud }) => cloud && widestMask(cloud.administrators),
    allowed: (value) => `networks of at most a /${widestMask(value as CloudFacts['administrators'])}`,
  },
  {
    path: ['cloud', 'controlPlaneFromInternet'],
    of: ({ cloud }) => cloud && -Number(cloud.controlPlaneFromInternet),
    allowed: () => 'false',
  },
  {
    path: ['cloud', 'nodePools'],
    of: ({ cloud }) => cloud && leastNodes(cloud.nodePools),
    allowed: (value) =>
      `at least ${leastNodes(value as CloudFacts['nodePools'])} nodes in each zone, by the \`min\` of all pools`,
  },
  {
    path: ['cloud', 'keyRotationDays'],
    of: ({ cloud }) => cloud && -cloud.keyRotationDays,
    allowed: (value) => `at most ${value}`,
  },
  { path: ['cloud', 'logDays'], of: ({ cloud }) => cloud?.logDays, allowed: atLeast },
  {
    path: ['cloud', 'highAvailability'],
    of: ({ cloud }) => cloud && Number(cloud.highAvailability),
    allowed: isTrue,
  },
  {
    path: ['cloud', 'deletionProtection'],
    of: ({ cloud }) => cloud && Number(cloud.deletionProtection),
    allowed: isTrue,
  },
  {
    path: ['vault'],
    of: ({ vault }) => Number(vault !== undefined),
    allowed: () => 'people who sign in to Vault by name',
  },
];

/** Of the widest network; an environment that names none is refused for that alone. */
function widestMask(administrators: CloudFacts['administrators']): number | undefined {
  if (Object.keys(administrators).length === 0) return undefined;
  return Math.min(...Object.values(administrators).map((text) => tryCidr(text)?.mask ?? NARROWEST));
}

/** Nodes that each zone has at the quietest hour. */
function leastNodes(pools: CloudFacts['nodePools']): number {
  return Object.values(pools).reduce((sum, { nodesPerZone }) => sum + nodesPerZone.min, 0);
}

/** An environment on the way to customers is a rehearsal only if what comes after it is no weaker. */
export const noneIsWeaker: CompanyRule = ({ company, environments, report }) => {
  for (const { path, of, allowed } of STRENGTHS) {
    let before: { readonly declaration: EnvironmentDeclaration; readonly strength: number } | undefined;
    for (const { name, facts } of environments) {
      const declaration = company.environments.find((one) => one.name === name);
      const strength = of(facts);
      if (declaration === undefined || strength === undefined) continue;
      if (before !== undefined && strength < before.strength) {
        const value = valueAt(before.declaration.input, path);
        report.add({
          code: 'weaker-environment',
          at: declaration,
          path,
          value: valueAt(declaration.input, path),
          allowed: `${allowed(value)}, as ${before.declaration.name} has, which is promoted from`,
          fix: 'make it as strong, or change what stands at',
          other: { at: before.declaration, path, value },
        });
      }
      before = { declaration, strength };
    }
  }
};
