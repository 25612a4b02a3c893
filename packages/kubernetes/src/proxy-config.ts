import type { MutualTlsServer, ResolvedMutualTls, ResolvedProxy } from './mutual-tls';
import { EDGE_PORT, type Port } from './port';
import { _accepted, _failures } from './proxy-log';
import { _doors } from './proxy-ports';

type Proxied = ResolvedMutualTls & { readonly proxy: ResolvedProxy };

/** Where Envoy finds its files: what it does, whose certificate it shows, and whom it believes on each connection. */
export const PROXY_FOLDER = '/etc/proxy';
export const PROXY_CONFIG = 'envoy.json';
const CERTIFICATE = 'certificate';
const CLIENTS = 'clients';

const TYPE = 'type.googleapis.com/envoy';
const SECRET = `${TYPE}.extensions.transport_sockets.tls.v3.Secret`;

/** A connection on which nothing has come or gone for so long is closed. */
const IDLE = '3600s';

/**
 * Connections of one pod at a time; more are refused, before they take the memory of those that are there. With the buffers below,
 * this many readers that have fallen asleep fit into the proxy's 128 MiB.
 */
const MOST_CONNECTIONS = 500;

/** What is kept for one side of a connection that the other side does not take. */
const BUFFERS = { per_connection_buffer_limit_bytes: 32 * 1024 };

/** How long somebody may take to say who he is. */
const HANDSHAKE = '10s';

/** The program hears of a client that has shown who it is, and of no other. */
const SHOWN_FIRST = { upstream_connect_mode: 'ON_DOWNSTREAM_TLS_HANDSHAKE', max_early_data_bytes: 65536 };

/**
 * Envoy as a proxy of connections, not of requests: it ends TLS, looks who is there, and hands bytes on. Nothing of HTTP is read
 * or changed. Each file of certificates is watched as the kubelet changes it (a link in the folder is replaced); connections that
 * are open stay, new ones see what is new, and what cannot be read changes nothing.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/security/secret
 */
export function _proxyFiles(tls: Proxied, ports: readonly Port[]): Readonly<Record<string, string>> {
  const watch = { watched_directory: { path: tls.folder } };
  const trusted = (identities: readonly string[]) => ({
    trusted_ca: { filename: `${tls.folder}/ca.crt` },
    ...watch,
    match_typed_subject_alt_names: identities.map((exact) => ({ san_type: 'URI', matcher: { exact } })),
  });
  const files: Record<string, unknown> = {
    [PROXY_CONFIG]: bootstrap(tls, ports),
    [`${CERTIFICATE}.json`]: secret(CERTIFICATE, {
      tls_certificate: {
        certificate_chain: { filename: `${tls.folder}/tls.crt` },
        private_key: { filename: `${tls.folder}/tls.key` },
        ...watch,
      },
    }),
  };
  // An empty list would mean everybody: who is called by nobody has no door instead.
  const { clients = [] } = tls;
  if (clients.length > 0) {
    files[`${CLIENTS}.json`] = secret(CLIENTS, { validation_context: trusted(clients) });
  }
  for (const server of tls.servers) {
    const name = clusterOf(server);
    files[`${name}.json`] = secret(name, { validation_context: trusted([server.identity]) });
  }
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, printed(content)]));
}

function bootstrap(tls: Proxied, ports: readonly Port[]): object {
  const { proxy, servers, clients } = tls;
  const { commonName } = tls.certificate;
  const doors = _doors(ports, clients);
  return {
    // Envoy reads no file of certificates before it has a name.
    node: { id: commonName, cluster: commonName },
    static_resources: {
      listeners: [
        ...doors.map((port) => inbound(port)),
        ...servers.map((server) => outbound(server)),
        readiness(proxy.health),
      ],
      clusters: [
        // Each door has one, or the props were refused.
        ...doors.map((port) => program(port, proxy.plain[port.name] as number)),
        ...servers.map((server) => upstream(server)),
      ],
    },
    overload_manager: {
      resource_monitors: [
        {
          name: 'envoy.resource_monitors.global_downstream_max_connections',
          typed_config: {
            '@type': `${TYPE}.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig`,
            max_active_downstream_connections: MOST_CONNECTIONS,
          },
        },
      ],
    },
  };
}

/** Callers show who they are; the gateway cannot, and reaches a port of its own. */
function inbound({ name, number }: Port): object {
  const isEdge = name === EDGE_PORT;
  const program = `program-${name}`;
  return {
    name: `in-${name}`,
    address: address('0.0.0.0', number),
    ...BUFFERS,
    filter_chains: [
      {
        // Who does not begin to speak TLS takes a place that others need.
        transport_socket_connect_timeout: HANDSHAKE,
        transport_socket: {
          name: 'tls',
          typed_config: {
            '@type': `${TYPE}.extensions.transport_sockets.tls.v3.DownstreamTlsContext`,
            require_client_certificate: !isEdge,
            // A session that is taken up again is not looked at again.
            disable_stateless_session_resumption: true,
            disable_stateful_session_resumption: true,
            common_tls_context: {
              ...protocol(isEdge ? 'TLSv1_2' : 'TLSv1_3'),
              ...spoken(name),
              tls_certificate_sds_secret_configs: [file(CERTIFICATE)],
              ...(!isEdge && { validation_context_sds_secret_config: file(CLIENTS) }),
            },
          },
        },
        filters: [connectionsTo(program, { ...SHOWN_FIRST, ...(!isEdge && noted(program)) })],
      },
    ],
  };
}

function outbound(server: MutualTlsServer): object {
  const cluster = clusterOf(server);
  return {
    name: `out-${cluster}`,
    address: address('127.0.0.1', server.loopback ?? 0),
    ...BUFFERS,
    filter_chains: [{ filters: [connectionsTo(cluster)] }],
  };
}

function program({ name }: Port, port: number): object {
  const cluster = `program-${name}`;
  return {
    name: cluster,
    type: 'STATIC',
    connect_timeout: '2s',
    ...BUFFERS,
    ...endpoints(cluster, '127.0.0.1', port),
  };
}

/** Whoever is there has to be the one that is called, by identity; the name is what it is asked for. */
function upstream(server: MutualTlsServer): object {
  const cluster = clusterOf(server);
  return {
    name: cluster,
    type: 'STRICT_DNS',
    dns_lookup_family: 'V4_ONLY',
    connect_timeout: '5s',
    ...BUFFERS,
    ...endpoints(cluster, `${server.name}.${server.namespace}.svc.cluster.local`, server.port),
    transport_socket: {
      name: 'tls',
      typed_config: {
        '@type': `${TYPE}.extensions.transport_sockets.tls.v3.UpstreamTlsContext`,
        sni: server.serverName,
        // A session that is taken up again is not looked at again.
        max_session_keys: 0,
        common_tls_context: {
          ...protocol('TLSv1_3'),
          ...spoken(server.portName),
          tls_certificate_sds_secret_configs: [file(CERTIFICATE)],
          validation_context_sds_secret_config: file(cluster),
        },
      },
    },
  };
}

/** For the kubelet: it answers when certificates have been read and doors are open. */
function readiness(port: number): object {
  return {
    name: 'health',
    address: address('0.0.0.0', port),
    // The kubelet would take a proxy that is full for one that is dead, and end what it carries.
    ignore_global_conn_limit: true,
    filter_chains: [
      {
        filters: [
          {
            name: 'http',
            typed_config: {
              '@type': `${TYPE}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
              stat_prefix: 'health',
              codec_type: 'HTTP1',
              route_config: {
                virtual_hosts: [
                  {
                    name: 'health',
                    domains: ['*'],
                    // One answer for both: a proxy that answers is well. What restarts it is asked apart all the same.
                    routes: ['/ready', '/live'].map((path) => ({
                      match: { path },
                      direct_response: { status: 200 },
                    })),
                  },
                ],
              },
              http_filters: [
                {
                  name: 'router',
                  typed_config: { '@type': `${TYPE}.extensions.filters.http.router.v3.Router` },
                },
              ],
            },
          },
        ],
      },
    ],
  };
}

/** Each caller that gets through; the gateway shows no certificate. */
function noted(cluster: string): object {
  return {
    access_log: [_failures(cluster), _accepted(cluster)],
    access_log_options: { flush_access_log_on_connected: true },
  };
}

function connectionsTo(cluster: string, more: object = {}): object {
  return {
    name: 'connections',
    typed_config: {
      '@type': `${TYPE}.extensions.filters.network.tcp_proxy.v3.TcpProxy`,
      stat_prefix: cluster,
      cluster,
      idle_timeout: IDLE,
      max_connect_attempts: 3,
      access_log: [_failures(cluster)],
      ...more,
    },
  };
}

function endpoints(cluster: string, host: string, port: number): object {
  return {
    load_assignment: {
      cluster_name: cluster,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: address(host, port) } }] }],
    },
  };
}

function clusterOf({ name, portName }: MutualTlsServer): string {
  return `${name}.${portName}`;
}

/** As a client Envoy would otherwise speak 1.2 at most. */
function protocol(least: 'TLSv1_2' | 'TLSv1_3'): object {
  return {
    tls_params: { tls_minimum_protocol_version: least, tls_maximum_protocol_version: 'TLSv1_3' },
  };
}

/**
 * gRPC goes over HTTP/2, and its clients and servers want to have agreed on that in the handshake. The proxy hands bytes on: only
 * the port's name says what they are, as it does to meshes.
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
function spoken(portName: string): object {
  return /^(?:grpc|http2)(?:-|$)/.test(portName) ? { alpn_protocols: ['h2'] } : {};
}

function file(name: string): object {
  const path = `${PROXY_FOLDER}/${name}.json`;
  return { name, sds_config: { path_config_source: { path }, resource_api_version: 'V3' } };
}

function secret(name: string, content: object): object {
  return { resources: [{ '@type': SECRET, name, ...content }] };
}

function address(host: string, port: number): object {
  return { socket_address: { address: host, port_value: port } };
}

function printed(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
