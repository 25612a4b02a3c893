import { cloud, scheduledJob, vault } from '@plinth/model';

/** Logs in, trades one cent and logs out, as a customer would, and reports what it saw. */
export const syntheticChecker = scheduledJob('synthetic-checker', {
  squad: 'platform',
  image: 'platform/synthetic-checker',
  resources: { cpu: 0.1, memory: '128Mi' },
  schedule: '*/10 * * * *',
  timeout: '5m',
  // The next run is ten minutes away: a failure is a finding, not something to try again.
  retries: 0,
  calls: ['exchange-manager', 'wallet-api', 'workspace-api'],
  secrets: { account: vault.kv('platform/synthetic-checker/account') },
  cloud: { results: cloud.metrics('write') },
  data: 'internal',
});
