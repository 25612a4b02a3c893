import { vault, worker } from '@plinth/model';

/** Evens out prices between markets with the company's own money. */
export const arbitrageBot = worker('arbitrage-bot', {
  squad: 'bots',
  image: 'bots/arbitrage-bot',
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  calls: ['exchange-manager', 'market-feed'],
  secrets: { 'api-key': vault.kv('bots/arbitrage-bot/api-key') },
  config: { 'smallest-spread': '0.15%', 'dry-run': true },
  data: 'internal',
});
