import { vault, webService } from '@plinth/model';

/** Live prices and order books for whoever trades or shows them. */
export const marketFeed = webService('market-feed', {
  squad: 'exchange',
  image: 'exchange/market-feed',
  ports: { https: 8443 },
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 30, cpu: 65, scaleDownAfter: '10m' },
  // Streams end by themselves within a minute and connect to another replica.
  shutdown: { deregister: '15s', drain: '1m' },
  calls: ['exchange-database', 'rabbitmq'],
  secrets: {
    database: vault.database('exchange-database', { reads: ['market-data'] }),
    broker: vault.kv('exchange/market-feed/broker', { format: 'json' }),
  },
  config: { 'max-stream-age': '60s', 'book-depth': 50 },
  data: 'public',
  slo: { availability: 99.9 },
});
