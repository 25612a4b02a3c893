import { cloud, vault, webService } from '@plinth/model';

/** Accounts in francs and euros, and how they meet the exchange's ledger. */
export const bankCore = webService('bank-core', {
  squad: 'bank',
  image: 'bank/bank-core',
  ports: { https: 8443 },
  resources: { cpu: 0.5, memory: '512Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 10 },
  calls: ['bank-database', 'ledger', 'rabbitmq'],
  secrets: {
    database: vault.database('bank-database'),
    broker: vault.kv('bank/core/broker', { format: 'json' }),
  },
  // Customers see their statements in the bank's pages.
  cloud: { statements: cloud.bucketOf('bank-statements', 'archive') },
  beforeRollout: { args: ['migrate', '--to', 'latest'], secrets: ['database'] },
  config: { 'cut-off': '16:30', calendar: 'SIX' },
  data: 'payment',
  criticality: 'core',
  slo: { availability: 99.95 },
});
