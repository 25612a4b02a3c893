import { cloud, publicRoute, vault, webService } from '@plinth/model';

/** What the wallet app talks to. */
export const walletApi = webService('wallet-api', {
  squad: 'wallet',
  image: 'wallet/wallet-api',
  ports: { https: 8443 },
  resources: { cpu: 0.25, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 40, cpu: 70 },
  calls: ['klever-node', 'ledger', 'wallet-database', 'wallet-signer'],
  secrets: { database: vault.database('wallet-database') },
  exposure: publicRoute({ path: '/wallet' }),
  cloud: { notifications: cloud.topic() },
  config: {
    // Text: the next version after 1.9, not the number 1.1.
    'oldest-app-version': '1.10',
  },
  data: 'personal',
  slo: { availability: 99.9, latency: '1s' },
});
