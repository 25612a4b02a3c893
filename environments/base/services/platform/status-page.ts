import { cloud, publicRoute, webService } from '@plinth/model';

/** Tells customers what works, on a host of its own so that it stands when the API does not. */
export const statusPage = webService('status-page', {
  squad: 'platform',
  image: 'platform/status-page',
  ports: { https: 8443 },
  resources: { cpu: 0.1, memory: '128Mi' },
  health: { ready: '/readyz', live: '/livez' },
  cloud: { availability: cloud.metrics('read') },
  exposure: publicRoute({ host: 'status', path: '/' }),
  config: { 'refresh-every': '30s', components: ['exchange', 'wallet', 'bank', 'workspace'] },
  data: 'public',
  slo: { availability: 99.9 },
});
