import { vault, worker } from '@plinth/model';

/** Sends invitations and reports by mail. */
export const workspaceMailer = worker('workspace-mailer', {
  squad: 'workspace',
  image: 'workspace/workspace-mailer',
  resources: { cpu: 0.1, memory: '128Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 6 },
  calls: ['mail-relay', 'rabbitmq'],
  secrets: {
    broker: vault.kv('workspace/mailer/broker', { format: 'json' }),
    relay: vault.kv('workspace/mailer/relay', { format: 'json' }),
  },
  config: { sender: 'no-reply@acme.example', queue: 'workspace.mail' },
  data: 'personal',
});
