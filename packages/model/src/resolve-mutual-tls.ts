import { pullThrough } from './cloud-names';
import {
  certificateLives,
  dnsNames,
  PROXY_IMAGE,
  PROXY_PORTS,
  SERVICE_PROXY,
  spiffeId,
} from './mutual-tls-names';
import type { ParsedService } from './parsed';
import type { Release, Releases } from './releases';
import type {
  EnvironmentFacts,
  ResolvedCall,
  ResolvedCaller,
  ResolvedMutualTls,
  ResolvedServer,
  ResolvedTermination,
} from './resolved';
import { portsOf } from './rules/service-settings';

/** What one service's identity may look at. */
interface Context {
  readonly facts: EnvironmentFacts;
  readonly releases: Releases;
  readonly calls: readonly ResolvedCall[];
  readonly callers: readonly ResolvedCaller[];
}

/** Stands in where a service is only judged, not rendered. */
const NO_RELEASE: Release = { version: '', digest: '', commit: '' };

/**
 * Who a service is to those that it calls and that call it, all from the edges of the call graph: its certificate, whom it
 * lets in, whom it looks for at the other end. Nothing for one that neither serves nor calls a service.
 */
export function resolveMutualTls(
  service: ParsedService,
  context: Context,
): { readonly mutualTls?: ResolvedMutualTls } {
  const servers = serversOf(service, context);
  const serves = servedPorts(service).length > 0;
  if (!serves && servers.length === 0) return {};
  const { facts, callers } = context;
  const place = { name: service.name, namespace: service.input.squad };
  const names = dnsNames(place);
  const { leaf, renewBefore } = certificateLives(facts);
  return {
    mutualTls: {
      identity: spiffeId(place, facts),
      commonName: names[0],
      dnsNames: names,
      serves,
      duration: leaf,
      renewBefore,
      clients: callers.map((caller) => spiffeId(caller, facts)).sort(),
      servers,
      termination: terminationOf(service, context),
    },
  };
}

/** What others may call, by name: the kubelet alone asks `health`. `edge` is the gateway's, which shows no certificate. */
export function servedPorts(service: ParsedService): string[] {
  return Object.keys(portsOf(service)).filter((name) => name !== 'health');
}

function serversOf(service: ParsedService, { calls, facts }: Context): ResolvedServer[] {
  const edges = calls.flatMap((call) =>
    call.kind === 'dependency'
      ? []
      : Object.entries(call.ports)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([portName, port]) => ({ call, portName, port })),
  );
  const behindProxy = service.input.mutualTls !== undefined;
  return edges.map(({ call, portName, port }, index) => ({
    name: call.name,
    namespace: call.namespace,
    portName,
    port,
    identity: spiffeId(call, facts),
    serverName: dnsNames(call)[0],
    ...(behindProxy && { loopback: loopbackPort(index) }),
  }));
}

/** The proxy's own health port lies among them. */
function loopbackPort(index: number): number {
  const port = PROXY_PORTS.first + index;
  return port < PROXY_PORTS.health ? port : port + 1;
}

function terminationOf(service: ParsedService, { facts, releases }: Context): ResolvedTermination {
  const { mutualTls } = service.input;
  if (mutualTls === undefined) return { by: 'application' };
  const release = releases[SERVICE_PROXY] ?? NO_RELEASE;
  const repository = pullThrough('docker-io', PROXY_IMAGE, facts);
  return {
    by: 'sidecar',
    plain: mutualTls.plain ?? {},
    proxy: {
      // The vendor's variant without a shell: nothing in it but the proxy.
      reference: `${repository}:distroless-v${release.version}@${release.digest}`,
      repository,
      ...release,
    },
  };
}
