import { overlay } from '../base';

export const bank = overlay({
  // All customers, and the year's statements on top in January.
  'bank-statements': { timeout: '6h' },
});
