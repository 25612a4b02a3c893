import { overlay } from '../../environments/base';

/**
 * What an overlay may say is a question to the compiler: `tsc -b` fails on a refusal that no longer comes.
 * The calls themselves run too, because a type error is no error at run time.
 */
const refused = [
  // Identity is the same in every environment.
  // @ts-expect-error
  overlay({ ledger: { squad: 'wallet' } }),
  // @ts-expect-error
  overlay({ ledger: { image: 'wallet/ledger' } }),
  // @ts-expect-error
  overlay({ ledger: { ports: { https: 9443 } } }),
  // @ts-expect-error
  overlay({ ledger: { calls: ['rabbitmq'] } }),
  // @ts-expect-error
  overlay({ ledger: { secrets: {} } }),
  // @ts-expect-error
  overlay({ ledger: { data: 'public' } }),
  // @ts-expect-error
  overlay({ ledger: { criticality: 'standard' } }),
  // @ts-expect-error
  overlay({ ledger: { beforeRollout: { args: ['migrate'] } } }),
  // @ts-expect-error
  overlay({ 'exchange-manager': { exposure: { type: 'public', path: '/other' } } }),
  // @ts-expect-error
  overlay({ 'exchange-manager': { name: 'exchange' } }),
  // @ts-expect-error
  overlay({ 'market-data': { image: 'exchange/other' } }),
  // @ts-expect-error
  overlay({ 'bank-statements': { calls: [] } }),
  // @ts-expect-error
  overlay({ 'klever-node': { storage: { size: '200Gi', mountPath: '/elsewhere' } } }),

  // Names that nobody declared.
  // @ts-expect-error
  overlay({ 'exchange-manger': { resources: { cpu: 1 } } }),
  // @ts-expect-error
  overlay({ ledger: { resource: { cpu: 1 } } }),
  // @ts-expect-error
  overlay({ ledger: { resources: { cores: 1 } } }),

  // Values of another type, and fields of another kind of service.
  // @ts-expect-error
  overlay({ ledger: { scaling: { max: '20' } } }),
  // @ts-expect-error
  overlay({ ledger: { resources: { memory: 512 } } }),
  // @ts-expect-error
  overlay({ ledger: { resources: null } }),
  // @ts-expect-error
  overlay({ ledger: { schedule: '0 6 1 * *' } }),
  // @ts-expect-error
  overlay({ 'bank-statements': { scaling: { max: 3 } } }),
  // @ts-expect-error
  overlay({ 'klever-node': { scaling: { max: 3 } } }),
  // @ts-expect-error
  overlay({ 'market-data': { replicas: 2 } }),
];

const allowed = [
  overlay({}),
  overlay({ ledger: {} }),
  overlay({
    'exchange-manager': {
      resources: { cpu: '500m', cpuLimit: 1, memory: '512Mi', ephemeralStorage: '1Gi' },
      scaling: { min: 5, max: 80, cpu: '60%' },
      health: { startWithin: '5m' },
      shutdown: { drain: '1m' },
      slo: { availability: 99.99 },
      config: { session: { 'idle-timeout': '5m' } },
    },
  }),
  overlay({ 'market-data': { resources: { cpu: 1 }, scaling: { max: 40 } } }),
  overlay({
    'bank-statements': { schedule: '0 4 1 * *', timeZone: 'Etc/UTC', timeout: '6h', retries: 5 },
  }),
  overlay({ 'klever-node': { resources: { cpu: 6 }, storage: { size: '400Gi' }, replicas: 2 } }),
];

test('an overlay is data of its own, whatever the compiler thinks of it', () => {
  for (const { kind, input, call } of [...refused, ...allowed]) {
    expect(kind).toBe('overlay');
    expect(typeof input).toBe('object');
    expect(call.position.file).toBe(__filename);
  }
});
