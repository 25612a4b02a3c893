import { vault, worker } from '@plinth/model';

/** Watches prices for customers and places the orders that they have prepared. */
export const priceBot = worker('price-bot', {
  squad: 'bots',
  image: 'bots/price-bot',
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 10, cpu: 80 },
  calls: ['exchange-manager', 'market-feed', 'rabbitmq'],
  secrets: {
    'api-key': vault.kv('bots/price-bot/api-key'),
    broker: vault.kv('bots/price-bot/broker', { format: 'json' }),
  },
  config: { pairs: ['BTC-CHF', 'KLV-CHF'], 'poll-interval': '2s', 'max-order-chf': 5000 },
  data: 'personal',
});
