import { cloud, scheduledJob, vault } from '@plinth/model';

/** Writes last month's account statements, on the first of each month before the offices open. */
export const bankStatements = scheduledJob('bank-statements', {
  squad: 'bank',
  image: 'bank/bank-statements',
  resources: { cpu: 1, memory: '1Gi', ephemeralStorage: '4Gi' },
  schedule: '0 6 1 * *',
  timeZone: 'Europe/Zurich',
  // The next run is a month away: late is better than never.
  startWithin: '24h',
  timeout: '2h',
  calls: ['bank-database'],
  secrets: {
    database: vault.database('bank-database', { reads: ['bank-core'] }),
    'signing-key': vault.kv('bank/statements/signing-key'),
  },
  // Ten years, as the law asks: nobody can delete a statement before, the bank included.
  cloud: { archive: cloud.bucket({ keepDays: 3650 }) },
  config: { languages: ['de', 'fr', 'it', 'en'], format: 'PDF/A-3' },
  data: 'payment',
});
