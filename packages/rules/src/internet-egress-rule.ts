import { isJsonObject, type Json, type JsonObject } from './json';
import type { Fault, Rule } from './rule';

/** Networks of this size or larger are no longer somebody's. */
const SMALLEST_MASK = 8;

const FIX = 'name the networks, or enter the object in exceptions.ts with an owner and an expiry';

/** Nothing leaves for the whole internet unless the exception register says who answers for it. */
export const internetEgressRule: Rule = {
  id: 'internet-egress',
  title: 'egress goes to named networks, not to the internet',
  controls: ['PCI-DSS-1.3.2', 'NSA-2.0'],
  applies: (object) => object.kind === 'NetworkPolicy',
  *check({ object }) {
    const { egress } = (object.spec ?? {}) as JsonObject;
    for (const [index, rule] of list(egress).entries()) {
      const peers = list(isJsonObject(rule) ? rule.to : undefined);
      if (peers.length === 0) yield anywhere(`spec.egress[${index}]`);
      for (const [at, peer] of peers.entries()) {
        const cidr = isJsonObject(peer) && isJsonObject(peer.ipBlock) ? String(peer.ipBlock.cidr) : undefined;
        if (cidr !== undefined && Number(cidr.split('/')[1]) < SMALLEST_MASK) {
          yield wide(`spec.egress[${index}].to[${at}].ipBlock.cidr`, cidr);
        }
      }
    }
  },
};

/** A rule without peers is open to everybody. */
function anywhere(path: string): Fault {
  return {
    path,
    found: 'a rule that names nobody and so allows everybody',
    allowed: 'rules with `to`',
    fix: FIX,
  };
}

function wide(path: string, cidr: string): Fault {
  return { path, found: JSON.stringify(cidr), allowed: `networks of at least /${SMALLEST_MASK}`, fix: FIX };
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
