import { cloud, cloudMonitoring, publicRoute, vault, webService } from '@plinth/model';

/** Where customers trade: accounts, orders, balances. */
export const exchangeManager = webService('exchange-manager', {
  squad: 'exchange',
  image: 'exchange/exchange-manager',
  ports: { https: 8443 },
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: {
    max: 60,
    cpu: 70,
    external: [cloudMonitoring('custom.googleapis.com/exchange/active_users', { perReplica: 500 })],
  },
  calls: ['exchange-database', 'ledger', 'market-feed', 'order-matcher'],
  secrets: { database: vault.database('exchange-database', { reads: ['ledger'] }) },
  // The series that its own scaling reads.
  cloud: { 'active-users': cloud.metrics('write') },
  exposure: publicRoute({ path: '/exchange' }),
  config: {
    session: { 'idle-timeout': '15m', 'second-factor': 'required' },
    'order-limits': { 'per-minute': 120, 'open-per-user': 200 },
  },
  data: 'personal',
  criticality: 'core',
  slo: { availability: 99.95, latency: '1s' },
});
