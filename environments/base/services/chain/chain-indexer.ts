import { sidecar, vault, worker } from '@plinth/model';

/** Reads each new block once and tells the wallets what has moved; one writer, so the number of replicas is fixed. */
export const chainIndexer = worker('chain-indexer', {
  squad: 'chain',
  image: 'chain/chain-indexer',
  resources: { cpu: 0.5, memory: '512Mi' },
  health: { ready: '/readyz', live: '/livez' },
  calls: ['klever-node', 'rabbitmq', 'wallet-database'],
  // Its client of the node speaks plain HTTP, to the address in KLEVER_NODE_API_ADDRESS.
  mutualTls: sidecar(),
  secrets: {
    database: vault.database('wallet-database'),
    broker: vault.kv('chain/indexer/broker', { format: 'json' }),
  },
  config: { confirmations: 10, 'batch-size': 500 },
  data: 'public',
});
