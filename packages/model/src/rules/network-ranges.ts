import { Cidr } from '@plinth/units';
import type { Path } from '../report';
import type { EnvironmentFacts } from '../resolved';
import { tryCidr } from '../schema/network';
import type { EnvironmentContext, EnvironmentRule } from './environment-rule';

/** A range of an environment's own. */
export interface OwnRange {
  readonly path: Path;
  /** `network.nodes`. */
  readonly name: string;
  readonly range: Cidr;
}

/** What Google takes as a mask, for each range. */
const MASKS = {
  nodes: [8, 29],
  pods: [9, 24],
  services: [16, 27],
  controlPlane: [28, 28],
  /** The smallest in which the proxies of a region have room. @see https://cloud.google.com/load-balancing/docs/proxy-only-subnets#proxy_only_subnet_size */
  proxies: [16, 26],
  endpoints: [8, 29],
} as const satisfies Record<keyof EnvironmentFacts['network'] | 'endpoints', readonly [number, number]>;

/** Nobody's on the internet. @see https://cloud.google.com/vpc/docs/subnets#valid-ranges */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((text) =>
  Cidr.parse(text),
);

/** The first two and the last two of a subnet are Google's. */
const RESERVED_ADDRESSES = 4;

/** Every range that is the environment's, in the order in which they are told. */
export function rangesOf({ network, cloud }: EnvironmentFacts): OwnRange[] {
  const named: [Path, string][] = [
    ...(['nodes', 'pods', 'services', 'controlPlane', 'proxies'] as const).map((field): [Path, string] => [
      ['network', field],
      network[field],
    ]),
    ...(cloud === undefined ? [] : [[['cloud', 'endpoints'], cloud.endpoints] satisfies [Path, string]]),
  ];
  return named.flatMap(([path, text]) => {
    const range = tryCidr(text);
    return range === undefined ? [] : [{ path, name: path.join('.'), range }];
  });
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.mask <= inner.mask && outer.overlaps(inner);
}

/** The ranges of an environment touch neither each other nor anything that is somewhere else. */
const rangesAreApart: EnvironmentRule = (context) => {
  const ranges = rangesOf(context.facts);
  for (const [index, one] of ranges.entries()) tellOverlaps(context, one, ranges.slice(0, index));
  for (const { path, range, isOurs } of othersOf(context)) {
    const closed = isOurs ? ranges.filter(({ name }) => name !== 'cloud.endpoints') : ranges;
    tellOverlaps(context, { path, range }, closed);
  }
};

/** Ranges of somebody else's: dependencies, and networks of administrators. Databases of ours are among the endpoints. */
function othersOf({ parsed, facts }: EnvironmentContext) {
  const dependencies = Object.entries(facts.dependencies).flatMap(([name, addresses]) =>
    addresses.map((text, index) => ({
      path: ['dependencies', name, index] as Path,
      text,
      isOurs: parsed.dependencies.get(name)?.input.cloudSql !== undefined,
    })),
  );
  const administrators = Object.entries(facts.cloud?.administrators ?? {}).map(([name, text]) => ({
    path: ['cloud', 'administrators', name] as Path,
    text,
    isOurs: false,
  }));
  return [...dependencies, ...administrators].flatMap(({ text, ...rest }) => {
    const range = tryCidr(text);
    return range === undefined ? [] : [{ ...rest, range }];
  });
}

function tellOverlaps(
  context: EnvironmentContext,
  { path, range }: Pick<OwnRange, 'path' | 'range'>,
  others: readonly OwnRange[],
): void {
  for (const other of others) {
    if (!range.overlaps(other.range)) continue;
    tell(context, path, range, `a range apart from ${other.name} (${other.range})`, 'choose another range');
  }
}

const rangesHaveForm: EnvironmentRule = (context) => {
  for (const { path, range } of rangesOf(context.facts)) {
    const [widest, narrowest] = MASKS[path[1] as keyof typeof MASKS];
    if (!PRIVATE.some((outer) => contains(outer, range))) {
      tell(context, path, range, `a range within ${PRIVATE.join(', ')}`, 'choose a private range');
    } else if (range.mask < widest || range.mask > narrowest) {
      const nearest = range.mask < widest ? widest : narrowest;
      const [allowed, fix] =
        widest === narrowest
          ? [`a /${widest}, as GKE wants it`, `write the same address with /${widest}`]
          : [`a mask from /${widest} to /${narrowest}`, `write a /${nearest}`];
      tell(context, path, range, allowed, fix);
    }
  }
};

/** As many nodes as there may be have an address, and so have their pods. */
const rangesHaveRoom: EnvironmentRule = (context) => {
  const { maxNodes, podsPerNode, network } = context.facts;
  // GKE gives each node a block of at least twice its pods.
  const block = 2 ** Math.ceil(Math.log2(podsPerNode * 2));
  const demands = [
    ['nodes', maxNodes + RESERVED_ADDRESSES, `${maxNodes} nodes and ${RESERVED_ADDRESSES} of Google's`],
    ['pods', block * maxNodes, `${maxNodes} nodes of ${block}`],
  ] as const;
  for (const [field, needed, reason] of demands) {
    const range = tryCidr(network[field]);
    if (range === undefined || range.size >= needed) continue;
    const mask = 32 - Math.ceil(Math.log2(needed));
    const allowed = `at least ${needed} addresses (${reason})`;
    tell(context, ['network', field], range, allowed, `write a /${mask} or fewer nodes`);
  }
};

function tell(
  { environment, report }: EnvironmentContext,
  path: Path,
  { text: value }: Cidr,
  allowed: string,
  fix: string,
): void {
  report.add({ code: 'network-range', at: environment, path, value, allowed, fix });
}

/** Everything that must be true of an environment's addresses. */
export const networkRules: readonly EnvironmentRule[] = [rangesAreApart, rangesHaveForm, rangesHaveRoom];
