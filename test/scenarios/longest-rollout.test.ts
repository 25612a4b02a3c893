import {
  environment,
  resolveCompany,
  type ServiceDeclaration,
  sidecar,
  statefulNode,
  vault,
  webService,
  worker,
} from '@plinth/model';
import { tinyCompany, tinyFacts, tinyNode, tinyReleases, tinyWebService, tinyWorker } from '@plinth/testing';
import { Duration } from '@plinth/units';
import { Rendered } from './_rendered';

interface Container {
  readonly name: string;
  readonly startupProbe?: { readonly periodSeconds: number; readonly failureThreshold: number };
}

/** What a pod of a Deployment or a StatefulSet can take, by what is rendered of it. */
interface Slowest {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const FACTS = { ...tinyFacts(1), certificates: { leaf: '168h', renewBefore: '120h' } } as const;
const SHORT = { ...tinyFacts(1), certificates: { leaf: '1h', renewBefore: '20m' } } as const;

function resolve(service: ServiceDeclaration, facts: typeof FACTS | typeof SHORT) {
  const callee = webService('till', { ...tinyWebService });
  const company = tinyCompany(callee, service, environment('first', facts));
  const [first] = resolveCompany(company, { releases: tinyReleases(company) });
  if (first === undefined) throw new Error('a company has an environment');
  return first;
}

function slowest(service: ServiceDeclaration): Slowest {
  const kind = service.kind === 'stateful-node' ? 'StatefulSet' : 'Deployment';
  const workload = new Rendered(resolve(service, FACTS)).get('workloads', kind, service.name);
  const { minReadySeconds, template } = workload.spec;
  const { initContainers = [], containers, terminationGracePeriodSeconds } = template.spec;
  const starts = [...initContainers, ...containers].map(({ startupProbe }: Container) =>
    startupProbe === undefined ? 0 : startupProbe.periodSeconds * startupProbe.failureThreshold,
  );
  const startSeconds = starts.reduce((sum, seconds) => sum + seconds, minReadySeconds);
  return { startSeconds, endSeconds: terminationGracePeriodSeconds };
}

/** What the model says that it can take. */
function judged(service: ServiceDeclaration): string | undefined {
  try {
    resolve(service, SHORT);
    return undefined;
  } catch (error) {
    return /this can take (\w+)/.exec(String(error))?.[1];
  }
}

const health = { ready: '/readyz', live: '/livez', startWithin: '200s' } as const;
const shutdown = { deregister: '20s', drain: '70s' } as const;
const scaling = { max: 20 } as const;

const web = { ...tinyWebService, health, shutdown, scaling };
const mailer = { ...tinyWorker, calls: ['till'], health, shutdown, scaling };
const node = { ...tinyNode, health, shutdown, replicas: 20 };

test.each([
  ['a web service', webService('shop', web)],
  ['a web service behind a proxy', webService('shop', { ...web, mutualTls: sidecar({ https: 8080 }) })],
  ['a worker', worker('shop', mailer)],
  ['a worker behind a proxy', worker('shop', { ...mailer, mutualTls: sidecar() })],
])('the longest roll-out of %s is what its probes allow, pod by pod', (_, service) => {
  const { startSeconds, endSeconds } = slowest(service);
  expect(judged(service)).toBe(`${Duration.seconds(20 * startSeconds + endSeconds)}`);
});

test.each([
  ['a node', statefulNode('shop', node)],
  ['a node behind a proxy', statefulNode('shop', { ...node, mutualTls: sidecar({ rpc: 8080 }) })],
])('each pod of %s ends before its successor starts', (_, service) => {
  const { startSeconds, endSeconds } = slowest(service);
  expect(judged(service)).toBe(`${Duration.seconds(20 * (startSeconds + endSeconds))}`);
});

test('a wait for a secret of Vault is no part of it: it is as long as Vault is away', () => {
  const secrets = { key: vault.kv('retail/shop/key', { field: 'value' }) };
  expect(judged(webService('shop', { ...web, secrets }))).toBe(judged(webService('shop', web)));
});
