import { overlay } from '../base';

export const exchange = overlay({
  'exchange-manager': { resources: { cpu: 0.5, memory: '512Mi' } },
  ledger: { scaling: { min: 5, max: 20 } },
});
