import { UserError } from '@plinth/errors';
import { Cidr } from '@plinth/units';

/** 0.0.0.0/1 and 128.0.0.0/1 together are everything; 10.0.0.0/8 is the largest range that is anybody's. */
const SMALLEST_MASK = 8;

/**
 * A range as people write it, never the whole internet (that is an `InternetPeer`).
 * @throws UserError `unit-cidr`; `cidr-internet` for `/7` and wider
 */
export function readCidr(input: Cidr | string): Cidr {
  const cidr = input instanceof Cidr ? input : Cidr.parse(input);
  if (cidr.mask >= SMALLEST_MASK) return cidr;
  throw new UserError({
    code: 'cidr-internet',
    where: 'cidr',
    found: JSON.stringify(cidr),
    allowed: `a range of at least /${SMALLEST_MASK}: what is larger is the internet in pieces`,
    fix: 'name the endpoints, or allow InternetPeer.of({ ports, reason }) if it must be the internet',
  });
}
