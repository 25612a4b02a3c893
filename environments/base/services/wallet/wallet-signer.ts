import { cloud, vault, webService } from '@plinth/model';

/** Signs transactions; the keys stay in the cloud's HSM, and the policy of four eyes stays here. */
export const walletSigner = webService('wallet-signer', {
  squad: 'wallet',
  image: 'wallet/wallet-signer',
  ports: { https: 8443 },
  resources: { cpu: 0.25, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  secrets: { 'policy-key': vault.kv('wallet/signer/policy-key') },
  cloud: { signer: cloud.signingKey('EC_SIGN_SECP256K1_SHA256') },
  config: { 'approvals-above-chf': 10000, approvals: 2 },
  data: 'payment',
  criticality: 'core',
  slo: { availability: 99.95 },
});
