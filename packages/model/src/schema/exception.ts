import { z } from 'zod';
import { leaf, sentence, text } from './_leaf';
import { squadName } from './name';

const date = leaf<string>({
  allowed: 'a day such as "2027-03-31"',
  fix: 'write year, month and day',
  json: 'string',
  parse: (value) => (typeof value === 'string' && isDay(value) ? value : undefined),
});

function isDay(value: string): boolean {
  const time = /^20\d{2}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** One loosening of one rule for one object: owned, justified, and not for ever. */
export const exception = z.strictObject({
  rule: text(/^[a-z0-9_-]+$/i, 'the id of a rule, such as "internet-egress"', 'copy the id from the finding'),
  /** `Kind namespace/name`, as a finding prints it. */
  object: text(
    /^[A-Z][A-Za-z]+ [a-z0-9./-]+$/,
    'an object such as "NetworkPolicy chain/klever-node"',
    'copy the object from the finding',
  ),
  reason: sentence(20, 500, 'say why the rule cannot be kept'),
  owner: squadName,
  ticket: text(/^[A-Z]+-\d+$/, 'a ticket such as "SEC-12"', 'write the ticket in which it was accepted'),
  expires: date,
  /** The test that shows what keeps the risk small meanwhile. */
  compensatedBy: sentence(10, 500, 'name the compensating test as it prints'),
});
