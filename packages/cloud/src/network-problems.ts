import { type Problem, show, UserError } from '@plinth/errors';
import { Cidr } from '@plinth/units';
import type { NetworkEgress } from './firewall-rule';
import { rangeProblems, wholeProblems } from './ip-ranges';
import { labelProblems } from './label';
import type { NetworkArgs } from './network';
import { regionProblems } from './place';

/** Ports of one address. @see https://cloud.google.com/nat/docs/ports-and-addresses */
const PORTS_PER_ADDRESS = 64_512;

/** Connections to one endpoint that each node has for certain; while there are more, it gets more. */
export const NAT_PORTS = { min: 128, max: 4096 } as const;

const NAME = /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Everything that is wrong with what a network is made of. */
export function networkProblems(name: string, args: NetworkArgs): Problem[] {
  const where = `Network ${show(name)}`;
  return [
    ...nameProblems(`${where}: name`, name),
    ...regionProblems(`${where}: region`, args.region),
    ...rangeProblems(where, args.ranges, args),
    ...natProblems(where, args),
    ...Object.entries(args.egress ?? {}).flatMap(([key, egress]) =>
      egressProblems(`${where}: egress.${key}`, name, key, egress),
    ),
    ...portProblems(`${where}: webhookPorts`, args.webhookPorts ?? []),
    ...labelProblems(`${where}: labels`, args.labels ?? {}),
  ];
}

/** A name that Google takes, with room for the ends of children's names. @see https://cloud.google.com/compute/docs/naming-resources */
export function nameProblems(where: string, name: string): Problem[] {
  if (NAME.test(name)) return [];
  const allowed = '1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last';
  return [{ code: 'name', where, found: show(name), allowed, fix: 'write it in lower case, and shorter' }];
}

/** Each node needs ports of an address for itself. */
function natProblems(where: string, { natAddresses, maxNodes }: NetworkArgs): Problem[] {
  const problems = wholeProblems(`${where}: natAddresses`, natAddresses, 1, 300, 'addresses');
  const needed = Math.ceil((maxNodes * NAT_PORTS.min) / PORTS_PER_ADDRESS);
  if (problems.length > 0 || !(natAddresses < needed)) return problems;
  return [
    {
      code: 'nat-exhausted',
      where: `${where}: natAddresses`,
      found: String(natAddresses),
      allowed: `at least ${needed} addresses (${maxNodes} nodes with ${NAT_PORTS.min} ports each)`,
      fix: `write ${needed} or fewer nodes`,
    },
  ];
}

function egressProblems(
  where: string,
  network: string,
  key: string,
  { cidrs, ports }: NetworkEgress,
): Problem[] {
  const rule = `${network}-to-${key}`;
  return [
    ...(/^[a-z0-9-]{1,63}$/.test(rule)
      ? []
      : [
          {
            code: 'egress-name',
            where,
            found: show(rule),
            allowed: 'a name for its firewall rule of at most 63 lower-case letters, digits and hyphens',
            fix: 'shorten it',
          },
        ]),
    ...(ports.length > 0 ? [] : [missing(`${where}.ports`, 'port')]),
    ...portProblems(`${where}.ports`, ports),
    ...(cidrs === 'internet' ? [] : cidrProblems(`${where}.cidrs`, cidrs)),
  ];
}

function cidrProblems(where: string, cidrs: readonly string[]): Problem[] {
  if (cidrs.length === 0) return [missing(where, 'address range')];
  return cidrs.flatMap((text) =>
    networkRangeProblems(where, text, 'write "internet" if it must be every address'),
  );
}

/** A range of somebody's, in IPv4: never the whole internet, and not the internet in pieces. */
export function networkRangeProblems(where: string, text: string, fix: string): Problem[] {
  try {
    const { bits, mask } = Cidr.parse(text);
    if (bits === 32 && mask >= 8) return [];
    return [
      { code: 'range-internet', where, found: show(text), allowed: 'an IPv4 range from /8 to /32', fix },
    ];
  } catch (error) {
    if (!UserError.isUserError(error)) throw error;
    return error.problems.map((problem) => ({ ...problem, where }));
  }
}

function portProblems(where: string, ports: readonly number[]): Problem[] {
  return ports.flatMap((port) => wholeProblems(where, port, 1, 65_535, 'a TCP port'));
}

function missing(where: string, what: string): Problem {
  return {
    code: 'nothing',
    where,
    found: 'nothing',
    allowed: `at least one ${what}`,
    fix: `write each ${what}, or leave the entry out`,
  };
}
