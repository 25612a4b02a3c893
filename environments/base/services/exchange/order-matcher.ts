import { vault, webService } from '@plinth/model';

/** Matches bids and asks in memory; the replicas share the markets among themselves, so their number is fixed. */
export const orderMatcher = webService('order-matcher', {
  squad: 'exchange',
  image: 'exchange/order-matcher',
  ports: { https: 8443 },
  resources: { cpu: 1, memory: '1Gi' },
  // It replays the open orders before it takes the first new one.
  health: { ready: '/readyz', live: '/livez', startWithin: '5m' },
  shutdown: { drain: '2m' },
  calls: ['ledger', 'rabbitmq'],
  secrets: { broker: vault.kv('exchange/order-matcher/broker', { format: 'json' }) },
  config: {
    markets: ['BTC-CHF', 'ETH-CHF', 'KLV-CHF', 'BTC-EUR', 'ETH-EUR', 'KLV-EUR'],
    'tick-size': '0.01',
  },
  data: 'internal',
  criticality: 'core',
  slo: { availability: 99.95 },
});
