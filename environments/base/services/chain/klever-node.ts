import { sidecar, statefulNode, thirdPartyImage } from '@plinth/model';

/**
 * A full node of the Klever blockchain: the company's own view of the chain.
 * @see https://docs.klever.org for what a node needs
 */
export const kleverNode = statefulNode('klever-node', {
  squad: 'chain',
  image: thirdPartyImage({
    repository: 'chain/klever-node',
    uid: 999,
    reason: 'the vendor builds the image for the user 999, who owns the folders with keys and chain data',
  }),
  // The image adds the `health` port to the vendor's: ready means at most ten blocks behind.
  ports: { api: 8443, health: 8081 },
  // It speaks plain HTTP: a proxy looks who calls, and nobody else reaches it.
  mutualTls: sidecar({ api: 8080 }),
  resources: { cpu: 4, cpuLimit: 6, memory: '8Gi', ephemeralStorage: '2Gi' },
  health: { ready: '/readyz', live: '/livez', startWithin: '30m' },
  // Its database must be closed in order, or the next start reads the chain from the beginning.
  shutdown: { drain: '5m' },
  storage: { size: '200Gi', mountPath: '/data' },
  calls: ['klever-network'],
  config: { network: 'mainnet', 'rest-api-interface': '127.0.0.1:8080', 'log-level': '*:INFO' },
  data: 'public',
  slo: { availability: 99.5 },
});
