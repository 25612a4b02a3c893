import { squad } from '@plinth/model';

/** Accounts, payments, statements. */
export const bank = squad('bank', {
  lead: 'h.meier',
  deputy: 'c.favre',
  members: {
    'h.meier': ['product', 'backend'],
    'c.favre': ['backend'],
    'l.rossi': ['backend', 'qa'],
    't.wyss': ['devsecops'],
  },
  contact: 'bank-oncall@acme.example',
  chat: '#squad-bank',
  fallback: 'platform',
  group: 'squad-bank@acme.example',
  quota: { cpu: 12, cpuLimit: 48, memory: '16Gi', pods: 40 },
});

/** Programs that trade for customers and for the company. */
export const bots = squad('bots', {
  lead: 'd.lang',
  deputy: 'e.moser',
  members: {
    'd.lang': ['product', 'fullstack'],
    'e.moser': ['backend', 'devsecops'],
    'k.silva': ['backend', 'qa'],
  },
  contact: 'bots-oncall@acme.example',
  chat: '#squad-bots',
  fallback: 'exchange',
  group: 'squad-bots@acme.example',
  quota: { cpu: 6, cpuLimit: 32, memory: '6Gi', pods: 30 },
});

/** Nodes of blockchains, and what is read from them. */
export const chain = squad('chain', {
  lead: 'p.costa',
  deputy: 'v.huber',
  members: {
    'p.costa': ['backend', 'product'],
    'v.huber': ['devsecops', 'sre'],
    'i.weber': ['backend', 'qa'],
  },
  contact: 'chain-oncall@acme.example',
  chat: '#squad-chain',
  fallback: 'platform',
  group: 'squad-chain@acme.example',
  quota: { cpu: 16, cpuLimit: 32, memory: '32Gi', pods: 15 },
});

/** Trading: accounts, orders, matching, ledger, market data. */
export const exchange = squad('exchange', {
  lead: 'a.keller',
  deputy: 'm.dupont',
  members: {
    'a.keller': ['product', 'backend'],
    'm.dupont': ['backend'],
    's.baumann': ['frontend', 'ui'],
    'j.oliveira': ['backend', 'qa'],
    'n.frei': ['devsecops'],
  },
  contact: 'exchange-oncall@acme.example',
  chat: '#squad-exchange',
  fallback: 'platform',
  group: 'squad-exchange@acme.example',
  quota: { cpu: 80, cpuLimit: 320, memory: '96Gi', pods: 200 },
});

/** What all squads stand on. Nobody is called after this squad. */
export const platform = squad('platform', {
  lead: 'r.schmid',
  deputy: 'b.almeida',
  members: {
    'r.schmid': ['devsecops', 'product'],
    'b.almeida': ['sre'],
    'g.bianchi': ['security'],
    'o.graf': ['devsecops', 'sre'],
    'u.zimmermann': ['qa', 'fullstack'],
  },
  contact: 'platform-oncall@acme.example',
  chat: '#squad-platform',
  group: 'squad-platform@acme.example',
  quota: { cpu: 4, cpuLimit: 24, memory: '4Gi', pods: 20 },
});

/** The wallet app and its keys. */
export const wallet = squad('wallet', {
  lead: 'f.brunner',
  deputy: 'w.santos',
  members: {
    'f.brunner': ['product', 'fullstack'],
    'w.santos': ['backend'],
    'y.gerber': ['frontend', 'ui'],
    'q.martin': ['qa', 'devsecops'],
  },
  contact: 'wallet-oncall@acme.example',
  chat: '#squad-wallet',
  fallback: 'platform',
  group: 'squad-wallet@acme.example',
  quota: { cpu: 20, cpuLimit: 160, memory: '28Gi', pods: 90 },
});

/** What companies use: teams, roles, reports. */
export const workspace = squad('workspace', {
  lead: 'z.steiner',
  deputy: 'x.pereira',
  members: {
    'z.steiner': ['product', 'frontend'],
    'x.pereira': ['backend'],
    'c.vogel': ['ui', 'frontend'],
    'd.rey': ['qa', 'devsecops'],
  },
  contact: 'workspace-oncall@acme.example',
  chat: '#squad-workspace',
  fallback: 'platform',
  group: 'squad-workspace@acme.example',
  quota: { cpu: 6, cpuLimit: 48, memory: '10Gi', pods: 40 },
});
