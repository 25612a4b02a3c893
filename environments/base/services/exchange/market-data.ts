import { cloudMonitoring, vault, worker } from '@plinth/model';

/** Turns the trades on the broker into candles and volumes. */
export const marketData = worker('market-data', {
  squad: 'exchange',
  image: 'exchange/market-data',
  resources: { cpu: 0.25, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: {
    max: 20,
    external: [
      // A counter: what one replica should take per second.
      cloudMonitoring('prometheus.googleapis.com/rabbitmq_queue_messages_published_total/counter', {
        kind: 'counter',
        perReplica: 2000,
        labels: { queue: 'market-data.trades' },
        reducer: 'REDUCE_SUM',
      }),
    ],
  },
  calls: ['exchange-database', 'rabbitmq'],
  secrets: {
    database: vault.database('exchange-database'),
    broker: vault.kv('exchange/market-data/broker', { format: 'json' }),
  },
  config: { queue: 'market-data.trades', prefetch: 200, candles: ['1m', '5m', '1h', '1d'] },
  data: 'public',
});
