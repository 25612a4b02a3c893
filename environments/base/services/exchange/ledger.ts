import { vault, webService } from '@plinth/model';

/** Double-entry book of every customer's money; all others ask it, and it asks nobody but its database. */
export const ledger = webService('ledger', {
  squad: 'exchange',
  image: 'exchange/ledger',
  ports: { https: 8443 },
  resources: { cpu: 0.5, memory: '512Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 12, cpu: 60 },
  calls: ['exchange-database'],
  secrets: {
    database: vault.database('exchange-database'),
    'audit-key': vault.kv('exchange/ledger/audit-key', { reload: '/-/reload' }),
  },
  beforeRollout: { args: ['migrate', 'up'], timeout: '15m', secrets: ['database'] },
  config: { 'booking-currency': 'CHF', rounding: 'half-even' },
  data: 'payment',
  criticality: 'core',
  slo: { availability: 99.99 },
});
