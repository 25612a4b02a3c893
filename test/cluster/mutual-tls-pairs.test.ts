import { declaredEnvironment, VAULT_MOUNTS } from '@plinth/model';
import { until } from '@plinth/testing';
import { company } from '../../environments';
import { root } from '../company/read-releases';
import { engines } from './_cluster';
import { CertifiedEnvironment } from './certificates/certified-environment';
import { issued } from './certificates/issued';
import { ask } from './mutual-tls/asked';
import { runClient } from './mutual-tls/example-program';
import { plainGet } from './mutual-tls/plain-request';
import { linesOf, type Refusal, refusalsOf } from './mutual-tls/refusals';
import { type RenderedService, servedPorts } from './mutual-tls/rendered-service';
import { found, RunningCompany, type TlsFiles } from './mutual-tls/running-company';

let running: RunningCompany;
let services: readonly RenderedService[];
let servers: readonly RenderedService[];

beforeAll(async () => {
  running = await RunningCompany.start('prod', await engines());
  services = [...running.services.values()];
  servers = services.filter((service) => servedPorts(service).length > 0);
  await running.plainProgram('klever-node');
  const files = await certified(services.map(({ name }) => name));
  for (const service of services) await running.runOther(service, found(files, service.name));
});

afterAll(() => running?.stop());

/** What a real cert-manager puts into the Secrets of services, by their names. */
async function certified(names: readonly string[]): Promise<Map<string, TlsFiles>> {
  const here = await CertifiedEnvironment.start('prod', await engines());
  try {
    await here.apply(...names);
    for (const name of names) await here.ready(here.certificate(name));
    const { data } = await here.vault.vault.root.succeed('read', `${VAULT_MOUNTS.pkiRoot}/cert/ca`);
    const filesOf = async (name: string) => {
      const { cert, key } = (await issued(here.api, here.certificate(name))).files;
      return [name, { 'tls.crt': cert, 'tls.key': key, 'ca.crt': String(data?.certificate) }] as const;
    };
    return new Map(await Promise.all(names.map(filesOf)));
  } finally {
    await here.stop();
  }
}

/** Who calls whom, from what squads write and not from what is rendered. */
function declaredCalls(): string[] {
  const { services: declared } = declaredEnvironment(company, { root, name: 'prod', where: 'the test' });
  return declared
    .flatMap(({ name, calls }) =>
      calls.flatMap((callee) => (callee.kind === 'service' ? [pair(name, callee.name)] : [])),
    )
    .sort();
}

const pair = (caller: string, server: string) => `${caller} → ${server}`;

test('every pair of services connects exactly where a call is declared', async () => {
  const connected: string[] = [];
  for (const { name } of servers) {
    await Promise.all(
      services.map(async (caller) => {
        const outcome = await ask({
          address: running.addressOf(name),
          addresses: running.addresses,
          tls: running.folder(caller.name).shown,
        });
        if (outcome === 'answered') connected.push(pair(caller.name, name));
      }),
    );
  }
  expect(services.length * servers.length).toBeGreaterThan(150);
  expect(connected.sort()).toEqual(declaredCalls());
});

test('each server has said whom it refused, and that they are no clients of its', async () => {
  const declared = declaredCalls();
  for (const { name } of servers) {
    const strangers = services.filter((caller) => !declared.includes(pair(caller.name, name)));
    const refused = () => refusalsOf(running, name);
    await until(`${name} has noted all`, async () => refused().length === strangers.length);
    const names = strangers.map((caller) => caller.name).sort();
    expect([name, namesByReason(refused())]).toEqual([name, { 'not a declared client': names }]);
  }
});

function namesByReason(refusals: readonly Refusal[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { client, why } of refusals) names[why] = [...(names[why] ?? []), client];
  for (const list of Object.values(names)) list.sort();
  return names;
}

test('the program of a service finds whom it calls in its variables, with a proxy and without', async () => {
  const called: string[] = [];
  for (const { name, proxy, variables } of services) {
    for (const [variable, value] of Object.entries(variables)) {
      const [, callee] = /^([A-Z0-9_]+)_(?:HTTPS|API)_ADDRESS$/.exec(variable) ?? [];
      if (callee === undefined) continue;
      const port = Number(value.split(':')[1]);
      const answer =
        proxy === undefined
          ? await runClient(running.folder(name), value, running)
          : await plainGet(running.addresses.of(name), port);
      if (answer.startsWith('hello')) called.push(pair(name, callee.toLowerCase().replaceAll('_', '-')));
    }
  }
  expect(called.sort()).toEqual(declaredCalls());
});

test('a proxied program has no port for what it does not call', () => {
  const { variables, files } = running.service('chain-indexer');
  const addresses = Object.keys(variables).filter((name) => name.endsWith('_ADDRESS'));
  expect(addresses).toEqual(['KLEVER_NODE_API_ADDRESS']);
  const { static_resources: made } = JSON.parse(files['envoy.json'] ?? '');
  expect(made.clusters.map(({ name }: { name: string }) => name)).toEqual(['klever-node.api']);
});

test('a proxy says who has called its program, and nothing of the calls of the program itself', async () => {
  const accepted = () =>
    linesOf(running.proxy('klever-node').log).filter(({ event }) => event === 'accepted');
  const callers = declaredCalls().flatMap((call) =>
    call.endsWith(' klever-node') ? [call.split(' ')[0]] : [],
  );
  expect(callers.length).toBeGreaterThan(0);
  await until(
    'each is noted',
    async () => new Set(accepted().map(({ client }) => client)).size >= callers.length,
  );
  expect([...new Set(accepted().map(({ client }) => client?.split('/').at(-1)))].sort()).toEqual(callers);
  expect(linesOf(running.proxy('chain-indexer').log)).toEqual([]);
});
