import { cloud, cloudMonitoring, vault, worker } from '@plinth/model';

/** Sends push notifications for what happens to a wallet. */
export const walletNotifier = worker('wallet-notifier', {
  squad: 'wallet',
  image: 'wallet/wallet-notifier',
  resources: { cpu: 0.1, memory: '128Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: {
    max: 20,
    external: [
      cloudMonitoring('pubsub.googleapis.com/subscription/num_undelivered_messages', {
        perReplica: 1000,
        resource: { type: 'pubsub_subscription', labels: { subscription_id: 'wallet-notifier' } },
      }),
      // Users notice age, not number: together the replicas keep the oldest message below a minute.
      cloudMonitoring('pubsub.googleapis.com/subscription/oldest_unacked_message_age', {
        total: 60,
        resource: { type: 'pubsub_subscription', labels: { subscription_id: 'wallet-notifier' } },
        reducer: 'REDUCE_MAX',
      }),
    ],
  },
  calls: ['wallet-database'],
  secrets: { database: vault.database('wallet-database', { reads: ['wallet-api'], format: 'url' }) },
  cloud: { notifications: cloud.subscription('wallet-api', 'notifications') },
  config: { languages: ['en', 'de', 'fr', 'it', 'no', 'pt'] },
  data: 'personal',
});
