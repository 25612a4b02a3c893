import { isJsonObject, type Json, type JsonObject } from './json';
import type { Rule } from './rule';

/** Networks of this size or larger are no longer somebody's. */
const SMALLEST_MASK = 8;

/** Nothing leaves for the whole internet unless the exception register says who answers for it. */
export const internetEgressRule: Rule = {
  id: 'internet-egress',
  title: 'egress goes to named networks, not to the internet',
  controls: ['PCI-DSS-1.3.2', 'NSA-2.0'],
  applies: (object) => object.kind === 'NetworkPolicy',
  *check({ object }) {
    const { egress } = (object.spec ?? {}) as JsonObject;
    for (const [index, rule] of list(egress).entries()) {
      for (const [at, peer] of list(isJsonObject(rule) ? rule.to : undefined).entries()) {
        const cidr = isJsonObject(peer) && isJsonObject(peer.ipBlock) ? String(peer.ipBlock.cidr) : undefined;
        if (cidr === undefined || Number(cidr.split('/')[1]) >= SMALLEST_MASK) continue;
        yield {
          path: `spec.egress[${index}].to[${at}].ipBlock.cidr`,
          found: JSON.stringify(cidr),
          allowed: `networks of at least /${SMALLEST_MASK}`,
          fix: 'name the networks, or enter the object in exceptions.ts with an owner and an expiry',
        };
      }
    }
  },
};

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
