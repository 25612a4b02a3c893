import { publicRoute, vault, webService } from '@plinth/model';

/** The company customers' view: teams, roles, approvals, reports. */
export const workspaceApi = webService('workspace-api', {
  squad: 'workspace',
  image: 'workspace/workspace-api',
  ports: { https: 8443 },
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/readyz', live: '/livez' },
  scaling: { max: 12 },
  calls: ['bank-core', 'exchange-manager', 'rabbitmq', 'workspace-database'],
  secrets: {
    database: vault.database('workspace-database'),
    broker: vault.kv('workspace/api/broker', { format: 'json' }),
  },
  exposure: publicRoute({ path: '/workspace' }),
  beforeRollout: { args: ['migrate', 'up'], secrets: ['database'] },
  config: { 'invitation-valid-for': '72h', 'export-rows': 50000 },
  data: 'personal',
  slo: { availability: 99.9, latency: '2s' },
});
