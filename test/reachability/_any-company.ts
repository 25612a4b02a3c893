import {
  type Company,
  cloud,
  type Declaration,
  environment,
  exception,
  externalDependency,
  publicRoute,
  scheduledJob,
  squad,
  statefulNode,
  webService,
  worker,
} from '@plinth/model';
import {
  otherSquad,
  tinyCompany,
  tinyDependency,
  tinyFacts,
  tinyJob,
  tinyNode,
  tinyWebService,
  tinyWorker,
} from '@plinth/testing';
import fc from 'fast-check';

const SQUADS = ['retail', 'lending', 'payments'] as const;

/** Ranges inside each other, one of a single address, one that looks public, and `internet`. */
const PLACES = ['10.9.0.0/28', '10.9.0.8/32', '10.9.0.0/24', '34.65.0.16/29', 'internet'] as const;

/** Names that begin like others, and that look like what we derive from others. */
const NAMES = ['shop', 'shop-api', 'api', 'api-edge', 'edge', 'node', 'job'] as const;

const service = fc.record({
  kind: fc.constantFrom('web-service', 'worker', 'scheduled-job', 'stateful-node'),
  squad: fc.constantFrom(...SQUADS),
  door: fc.constantFrom('https', 'grpc'),
  https: fc.constantFrom(8443, 9443),
  edge: fc.constantFrom(undefined, 8444, 9444),
  health: fc.constantFrom(undefined, 8081, 9081),
  isPublic: fc.boolean(),
  hasJob: fc.boolean(),
  /** What it needs of the cloud: something of its own, of the one before it, or nothing. */
  needs: fc.constantFrom('nothing', 'own', 'others'),
  /** Whom it calls, of those that can be called, in the order of the declarations. */
  calls: fc.array(fc.nat({ max: 11 }), { maxLength: 5 }),
});

const dependency = fc.record({
  place: fc.constantFrom(...PLACES),
  more: fc.constantFrom(undefined, ...PLACES.slice(0, 4)),
  ports: fc.constantFrom<Record<string, number>[]>(
    { amqps: 5671 },
    { postgres: 5432 },
    { http: 80, https: 443 },
  ),
});

const sketch = fc.record({
  services: fc.array(service, { minLength: 1, maxLength: NAMES.length }),
  dependencies: fc.array(dependency, { maxLength: 4 }),
});

type Sketch = typeof sketch extends fc.Arbitrary<infer T> ? T : never;
type ServiceSketch = Sketch['services'][number];

/** Companies of up to three squads, with any graph of calls. */
export const anyCompany: fc.Arbitrary<Company> = sketch.map(toCompany);

function toCompany({ services, dependencies }: Sketch): Company {
  const named = services.map((one, index) => ({ ...one, name: NAMES[index] ?? `service-${index}` }));
  const outside = dependencies.map((one, index) => ({ ...one, name: `dependency-${index}` }));
  const callees = [
    ...named.filter(({ kind }) => kind === 'web-service' || kind === 'stateful-node'),
    ...outside,
  ].map(({ name }) => name);
  const callsOf = ({ name, calls }: ServiceSketch & { readonly name: string }) =>
    [...new Set(calls.map((index) => callees[index % callees.length] ?? name))].filter(
      (callee) => callee !== name,
    );
  const places = Object.fromEntries(
    outside
      .filter(({ place }) => place !== 'internet')
      .map(({ name, place, more }) => [name, [...new Set([place, more ?? place])]]),
  );
  const internet = new Set(outside.filter(({ place }) => place === 'internet').map(({ name }) => name));
  return tinyCompany(
    ...SQUADS.slice(1).map((name) => squad(name, otherSquad)),
    ...[1, 2].map((ordinal) => {
      const facts = tinyFacts(ordinal);
      const all = { ...facts.dependencies, ...places };
      return environment(ordinal === 1 ? 'first' : 'second', { ...facts, dependencies: all });
    }),
    ...outside.map(({ name, place, ports }) =>
      externalDependency(name, { ...tinyDependency, ports, ...(place === 'internet' && { reach: place }) }),
    ),
    ...named.map((one, index) => declare(one.name, { ...one, before: named[index - 1] }, callsOf(one))),
    ...named
      .filter((one) => callsOf(one).some((callee) => internet.has(callee)))
      .map(({ name, squad: owner }) =>
        exception({
          rule: 'internet-egress',
          object: `NetworkPolicy ${owner}/${name}`,
          reason: 'peers of a public network have no fixed addresses',
          owner: 'retail',
          ticket: 'SEC-1',
          expires: '2027-03-31',
          compensatedBy: 'what is reachable is what is declared',
        }),
      ),
  );
}

type Named = ServiceSketch & { readonly name: string };

function needsOf({ needs, before }: { readonly needs: Named['needs']; readonly before: Named | undefined }) {
  const readable = before !== undefined && before.needs !== 'nothing';
  if (needs === 'nothing') return {};
  const all = {
    files: cloud.bucket(),
    ...(needs === 'others' && readable && { others: cloud.bucketOf(before.name, 'files') }),
  };
  return { cloud: all };
}

function declare(
  name: string,
  one: ServiceSketch & { readonly before: Named | undefined },
  calls: readonly string[],
): Declaration {
  const { kind, door, https, edge, health, isPublic, hasJob } = one;
  const job = hasJob && { beforeRollout: { args: ['migrate'] } };
  const said = { squad: one.squad, image: `apps/${name}`, calls: [...calls], ...needsOf(one) };
  const probes = health !== undefined && { health };
  switch (kind) {
    case 'web-service':
      return webService(name, {
        ...tinyWebService,
        ...said,
        ports: { [door]: https, ...probes, ...(edge !== undefined && { edge }) },
        ...(isPublic && { exposure: publicRoute({ path: `/${name}` }) }),
        ...job,
      });
    case 'worker':
      return worker(name, { ...tinyWorker, ...said, ...(probes && { ports: probes }), ...job });
    case 'scheduled-job':
      return scheduledJob(name, { ...tinyJob, ...said });
    case 'stateful-node':
      return statefulNode(name, {
        ...tinyNode,
        ...said,
        ports: { rpc: https, p2p: 30_303, ...probes },
      });
  }
}
