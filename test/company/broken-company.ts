import { type Company, exception, overlayOf, publicRoute, squad, webService } from '@plinth/model';
import { company } from '../../environments';

const { base, environments } = company;

/** Values that are none. */
const refunds = webService('refunds', {
  squad: 'bank',
  image: 'bank/refunds:latest',
  ports: { https: 443 },
  resources: { cpu: 0.2, memory: '256' },
  health: { ready: '/readyz', live: '/livez' },
  data: 'payment',
});

/** Values that fit nothing around them. */
const chargebacks = webService('chargebacks', {
  squad: 'banc',
  image: 'bank/chargebacks',
  ports: { https: 8443 },
  resources: { cpu: 0.2, memory: '256Mi' },
  health: { ready: '/healthz', live: '/healthz' },
  calls: ['bank-database', 'legder', 'klever-network'],
  exposure: publicRoute({ path: '/exchange' }),
  data: 'payment',
});

/** Somebody who left is still the lead. */
const legal = squad('legal', {
  lead: 'a.gone',
  deputy: 'b.here',
  members: { 'b.here': ['product'] },
  contact: 'legal@acme.example',
  chat: '#squad-legal',
  fallback: 'platform',
  group: 'squad-legal@acme.example',
  quota: { cpu: 1, memory: '1Gi', pods: 5 },
});

const overlay = overlayOf(base);

const tuning = overlay({
  'order-matcher': { resources: { cpu: '1000m' } },
  'wallet-api': { scaling: { max: 1 } },
  'bank-core': { ports: { https: 9443 } } as object,
  'exchange-manger': { resources: { cpu: 1 } },
} as Parameters<typeof overlay>[0]);

const forever = exception({
  rule: 'internet-egress',
  object: 'NetworkPolicy chain/klever-node',
  reason: 'peers of a blockchain join and leave all day',
  owner: 'chain',
  ticket: 'SEC-412',
  expires: '2027-02-30',
  compensatedBy: 'the node reaches its peers on one port and nothing inside the company',
});

/** The company after a bad day: every kind of declaration has a mistake. */
export const brokenCompany: Company = {
  base: { ...base, services: [...base.services, refunds, chargebacks], squads: [...base.squads, legal] },
  environments: environments.map((environment, index) =>
    index === 0 ? { ...environment, overlays: [...environment.overlays, tuning] } : environment,
  ),
  exceptions: [forever],
};
