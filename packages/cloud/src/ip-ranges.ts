import { type Problem, show, UserError } from '@plinth/errors';
import { Cidr } from '@plinth/units';

/** The ranges of one network, in CIDR notation; none touches another. */
export interface NetworkRanges {
  /** The addresses of nodes. */
  readonly nodes: string;
  /** Each node takes a block of it for its pods. */
  readonly pods: string;
  /** Virtual: the addresses of Services exist only inside the cluster. */
  readonly services: string;
  /** The control plane's own /28; GKE makes what is in it. */
  readonly controlPlane: string;
  /** From where regional load balancers speak to pods. */
  readonly proxies: string;
  /** Where managed services outside, such as databases, have their addresses inside. */
  readonly endpoints: string;
}

/** What has to have an address. */
export interface NetworkDemand {
  readonly maxNodes: number;
  readonly podsPerNode: number;
}

/** The first two and the last two of each subnet. @see https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet */
const RESERVED_ADDRESSES = 4;

/** Ranges that are nobody's on the internet and that GKE knows as private. @see https://cloud.google.com/vpc/docs/subnets#valid-ranges */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((text) =>
  Cidr.parse(text),
);

/** Smallest and largest mask that Google takes. */
const MASKS: Readonly<Record<keyof NetworkRanges, { readonly widest: number; readonly narrowest: number }>> =
  {
    nodes: { widest: 8, narrowest: 29 },
    pods: { widest: 9, narrowest: 24 },
    services: { widest: 16, narrowest: 27 },
    controlPlane: { widest: 28, narrowest: 28 },
    proxies: { widest: 16, narrowest: 26 },
    endpoints: { widest: 8, narrowest: 29 },
  };

const NAMES = Object.keys(MASKS) as (keyof NetworkRanges)[];

/**
 * The block of pod addresses of one node: a power of two, at least twice its pods, so that an address rests
 * before it is another pod's.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
 */
export function podBlock(podsPerNode: number): number {
  return 2 ** Math.ceil(Math.log2(podsPerNode * 2));
}

/** The nodes for which ranges have addresses, theirs and their pods'. */
export function nodeCapacity(ranges: Pick<NetworkRanges, 'nodes' | 'pods'>, podsPerNode: number): number {
  return Math.min(
    Cidr.parse(ranges.nodes).size - RESERVED_ADDRESSES,
    Math.floor(Cidr.parse(ranges.pods).size / podBlock(podsPerNode)),
  );
}

/** Everything that is wrong with the ranges of a network. */
export function rangeProblems(where: string, ranges: NetworkRanges, demand: NetworkDemand): Problem[] {
  const parsed = NAMES.map((name) => ({ name, ...parseRange(`${where}: ranges.${name}`, ranges[name]) }));
  const found = parsed.flatMap(({ name, cidr }) => (cidr === undefined ? [] : [{ name, cidr }]));
  return [
    ...parsed.flatMap(({ problems }) => problems),
    ...found.flatMap(({ name, cidr }) => shapeProblems(`${where}: ranges.${name}`, name, cidr)),
    ...overlapProblems(where, found),
    ...capacityProblems(where, new Map(found.map(({ name, cidr }) => [name, cidr])), demand),
  ];
}

function parseRange(
  where: string,
  text: unknown,
): { readonly cidr?: Cidr; readonly problems: readonly Problem[] } {
  try {
    return { cidr: Cidr.parse(text), problems: [] };
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    return { problems: error.problems.map((problem) => ({ ...problem, where })) };
  }
}

function shapeProblems(where: string, name: keyof NetworkRanges, cidr: Cidr): Problem[] {
  const { widest, narrowest } = MASKS[name];
  if (!PRIVATE.some((range) => contains(range, cidr))) {
    const allowed = `a range within ${PRIVATE.join(', ')}`;
    return [{ code: 'range-public', where, found: cidr.text, allowed, fix: 'choose a private range' }];
  }
  if (cidr.mask >= widest && cidr.mask <= narrowest) return [];
  const allowed =
    widest === narrowest ? `a /${widest}, as GKE wants it` : `a mask from /${widest} to /${narrowest}`;
  const fix = `write a /${cidr.mask < widest ? widest : narrowest}`;
  return [{ code: 'range-size', where, found: cidr.text, allowed, fix }];
}

function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.mask <= inner.mask && outer.overlaps(inner);
}

interface NamedRange {
  readonly name: keyof NetworkRanges;
  readonly cidr: Cidr;
}

function overlapProblems(where: string, ranges: readonly NamedRange[]): Problem[] {
  return ranges.flatMap(({ name, cidr }, index) =>
    ranges
      .slice(0, index)
      .filter((other) => other.cidr.overlaps(cidr))
      .map((other) => ({
        code: 'range-overlap',
        where: `${where}: ranges.${name}`,
        found: cidr.text,
        allowed: `a range apart from ranges.${other.name} (${other.cidr})`,
        fix: 'choose another range',
      })),
  );
}

function capacityProblems(
  where: string,
  ranges: ReadonlyMap<keyof NetworkRanges, Cidr>,
  { maxNodes, podsPerNode }: NetworkDemand,
): Problem[] {
  const problems = [
    ...wholeProblems(`${where}: maxNodes`, maxNodes, 1, 15_000, 'nodes'),
    // @see https://cloud.google.com/kubernetes-engine/quotas#limits_per_cluster
    ...wholeProblems(`${where}: podsPerNode`, podsPerNode, 8, 256, 'pods'),
  ];
  if (problems.length > 0) return problems;
  const block = podBlock(podsPerNode);
  return [
    ...tooSmall(
      where,
      'nodes',
      ranges.get('nodes'),
      maxNodes + RESERVED_ADDRESSES,
      `${maxNodes} nodes and ${RESERVED_ADDRESSES} of Google's`,
    ),
    ...tooSmall(where, 'pods', ranges.get('pods'), maxNodes * block, `${maxNodes} nodes of ${block}`),
  ];
}

function tooSmall(
  where: string,
  name: string,
  cidr: Cidr | undefined,
  needed: number,
  reason: string,
): Problem[] {
  if (cidr === undefined || cidr.size >= needed) return [];
  return [
    {
      code: 'range-exhausted',
      where: `${where}: ranges.${name}`,
      found: `${cidr} (${cidr.size} addresses)`,
      allowed: `at least ${needed} addresses (${reason})`,
      fix: `write a /${32 - Math.ceil(Math.log2(needed))} or fewer nodes`,
    },
  ];
}

/** The problem of a number that is none, not whole, or out of bounds. */
export function wholeProblems(
  where: string,
  value: unknown,
  min: number,
  max: number,
  what: string,
): Problem[] {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return [];
  const allowed = `a whole number of ${what} from ${min} to ${max}`;
  return [{ code: 'whole-number', where, found: show(value), allowed, fix: `write a number such as ${min}` }];
}
