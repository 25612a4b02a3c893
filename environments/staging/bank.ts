import { overlay } from '../base';

export const bank = overlay({
  // What runs once a month would fail first where it hurts most.
  'bank-statements': { schedule: '0 6 * * *' },
});
