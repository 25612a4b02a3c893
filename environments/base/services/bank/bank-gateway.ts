import { vault, webService } from '@plinth/model';

/** Speaks with the correspondent bank: payments out from the broker, payments in to bank-core. */
export const bankGateway = webService('bank-gateway', {
  squad: 'bank',
  image: 'bank/bank-gateway',
  ports: { https: 8443 },
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 6 },
  calls: ['bank-core', 'bank-swift-api', 'rabbitmq'],
  secrets: {
    'swift-client': vault.kv('bank/gateway/swift-client'),
    broker: vault.kv('bank/gateway/broker', { format: 'json' }),
  },
  config: {
    // The bank's protocol spells its switches out, and NO is Norway.
    'instant-payments': 'yes',
    countries: ['AT', 'CH', 'DE', 'LI', 'NO'],
    'message-version': '1.10',
  },
  data: 'payment',
  slo: { availability: 99.9 },
});
