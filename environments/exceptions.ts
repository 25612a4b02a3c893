import { exception } from '@plinth/model';

/** Every loosening of every rule, in one place: owned, justified, and not for ever. */
export const exceptions = [
  exception({
    rule: 'low-user-id',
    object: 'StatefulSet chain/klever-node',
    reason: 'the publisher builds the image for user 999, and its data on disk belongs to that user',
    owner: 'chain',
    ticket: 'SEC-407',
    expires: '2027-03-31',
    compensatedBy: 'an image that insists on a user id keeps every other restriction',
  }),
  exception({
    rule: 'internet-egress',
    object: 'NetworkPolicy chain/klever-node',
    reason: 'peers of a blockchain join and leave all day: no list of addresses would be true for an hour',
    owner: 'chain',
    ticket: 'SEC-412',
    expires: '2027-03-31',
    compensatedBy:
      'a node of a peer-to-peer network reaches public addresses on its one port, and nothing private',
  }),
];
