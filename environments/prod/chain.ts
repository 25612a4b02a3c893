import { overlay } from '../base';

export const chain = overlay({
  // One may read the chain anew, for a day, while the other serves.
  'klever-node': { replicas: 2 },
});
