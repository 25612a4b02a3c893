/**
 * Objects of which a field that cannot change has changed, on purpose: whoever runs them deletes and makes them anew. An entry goes when
 * no state in the history needs it any more.
 */
export const MADE_ANEW: readonly string[] = [
  // Before the first release: its disks came under the environment's own key (docs/guides/leaving-and-renaming.md says how).
  'StatefulSet chain/klever-node',
];
