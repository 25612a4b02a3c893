import {
  gatewayRanges,
  METADATA_SERVER,
  PRIVATE_GOOGLE_APIS,
  type ResolvedDependency,
  type ResolvedEnvironment,
  type ResolvedService,
} from '@plinth/model';
import { addresses, type Flow, pods, tcp } from './_flow';
import { isInternet } from './_outside';

/** Every pod that the declarations ask for: of each service, and of the job before its roll-out. */
export function declaredPods({ services }: ResolvedEnvironment): string[] {
  return services.flatMap(speakersOf);
}

/** Who may talk to whom because a declaration says so, and nothing of how policies say it. */
export function declaredTraffic(environment: ResolvedEnvironment): Flow[] {
  return environment.services.flatMap((service) => [
    ...service.calls.map((call) => flowTo(call.name, service, environment)),
    ...exposureOf(service, environment),
    ...cloudOf(service),
  ]);
}

function flowTo(callee: string, caller: ResolvedService, environment: ResolvedEnvironment): Flow {
  const reason = `${caller.name} calls ${callee}`;
  const service = environment.services.find(({ name }) => name === callee);
  if (service !== undefined) {
    // Other services know the service, not the job before it.
    return { reason, from: pods(nameOf(caller)), to: pods(nameOf(service)), ports: tcp(...doorsOf(service)) };
  }
  const dependency = environment.dependencies.find(({ name }) => name === callee);
  if (dependency === undefined) throw new Error(`${callee} is not declared`);
  const ports = tcp(...Object.values(dependency.ports));
  return { reason, from: pods(...speakersOf(caller)), to: placeOf(dependency), ports };
}

function exposureOf(service: ResolvedService, { facts }: ResolvedEnvironment): Flow[] {
  if (service.kind !== 'web-service' || service.exposure === undefined) return [];
  return [
    {
      reason: `${service.name} is public: the gateway reaches its edge port`,
      from: addresses(...gatewayRanges(facts)),
      to: pods(nameOf(service)),
      ports: tcp(...Object.entries(service.ports).flatMap(([name, port]) => (name === 'edge' ? [port] : []))),
    },
  ];
}

/** Who needs something of the cloud is somebody there; the job before its roll-out is nobody. */
function cloudOf(service: ResolvedService): Flow[] {
  if (service.cloud === undefined) return [];
  const from = pods(nameOf(service));
  return [
    {
      reason: `${service.name} asks who it is in the cloud`,
      from,
      to: addresses(METADATA_SERVER),
      ports: tcp(80),
    },
    {
      reason: `${service.name} needs ${service.cloud.needs.map(({ kind }) => kind).join(', ')}`,
      from,
      to: addresses(PRIVATE_GOOGLE_APIS),
      ports: tcp(443),
    },
  ];
}

function speakersOf(service: ResolvedService): string[] {
  const name = nameOf(service);
  return 'beforeRollout' in service && service.beforeRollout !== undefined
    ? [name, `${name}-before`]
    : [name];
}

/** What is open to callers: `health` is the kubelet's, `edge` is the gateway's. */
function doorsOf(service: ResolvedService): number[] {
  const ports = 'ports' in service ? Object.entries(service.ports) : [];
  return ports.filter(([name]) => name !== 'health' && name !== 'edge').map(([, port]) => port);
}

function placeOf(dependency: ResolvedDependency): Flow['to'] {
  if (dependency.addresses !== 'internet') return addresses(...dependency.addresses);
  return ({ kind, address }) => kind === 'outside' && isInternet(address);
}

function nameOf({ namespace, name }: ResolvedService): string {
  return `${namespace}/${name}`;
}
