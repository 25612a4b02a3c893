import { z } from 'zod';
import { sentence, text } from './_leaf';
import { day } from './day';
import { squadName } from './name';

/** One loosening of one rule for one object: owned, justified, and not for ever. */
export const exception = z.strictObject({
  rule: text(
    /^([a-z-]+\/)?[a-z0-9_-]+$/i,
    'the id of a rule, such as "internet-egress", or a judge and its check, such as "checkov/CKV_K8S_40"',
    'copy the id from the finding',
  ),
  /** `Kind namespace/name`, or `type name` of a planned resource, as a finding prints it. */
  object: text(
    /^(?:[A-Z][A-Za-z]+|[a-z]+:[A-Za-z0-9./]+:[A-Za-z]+) [a-z0-9./-]+$/,
    'an object such as "NetworkPolicy chain/klever-node", or a resource such as "gcp:container/cluster:Cluster cluster"',
    'copy the object from the finding',
  ),
  reason: sentence(20, 500, 'say why the rule cannot be kept'),
  owner: squadName,
  ticket: text(/^[A-Z]+-\d+$/, 'a ticket such as "SEC-12"', 'write the ticket in which it was accepted'),
  expires: day,
  /** The test that shows what keeps the risk small meanwhile. */
  compensatedBy: sentence(10, 500, 'name the compensating test as it prints'),
});
