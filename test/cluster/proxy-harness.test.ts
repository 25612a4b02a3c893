import { connect, type PeerCertificate } from 'node:tls';
import { CertificateAuthority, EnvoyProxy, freePorts, MountedFiles, until, Workspace } from '@plinth/testing';
import { engines } from './_cluster';

const TLS = 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3';
const HTTP = 'type.googleapis.com/envoy.extensions.filters';

let workspace: Workspace;
let authority: CertificateAuthority;
beforeAll(async () => {
  workspace = new Workspace('proxy-harness');
  authority = await CertificateAuthority.create('root of the shop');
});
afterAll(() => workspace.remove({ keepLogs: false }));

test('serves with the certificate that is mounted, and with the next one without being started again', async () => {
  const [admin = 0, port = 0] = await freePorts(2);
  const mounted = new MountedFiles(workspace.file('tls'));
  mounted.write(await files('first'));
  const proxy = await EnvoyProxy.start({
    engines: await engines(),
    workspace,
    config: JSON.stringify(bootstrap(admin, port, mounted)),
    readyUrl: `http://127.0.0.1:${admin}/ready`,
  });
  try {
    expect(await answer(port)).toEqual({ name: 'first', status: 'HTTP/1.1 200 OK' });
    mounted.write(await files('second'));
    await until('the new certificate is shown', async () => (await answer(port)).name === 'second');
    expect(proxy.isRunning).toBe(true);
  } finally {
    await proxy.stop();
  }
});

test('fails when Envoy refuses the configuration, in its words', async () => {
  const start = EnvoyProxy.start({
    engines: await engines(),
    workspace,
    name: 'refused',
    config: JSON.stringify({ static_resources: { listenrs: [] } }),
    readyUrl: 'http://127.0.0.1:1/ready',
  });
  // Envoy sets blanks as it likes, so that nobody reads its messages by program.
  await expect(start).rejects.toThrow(
    /refused ended before it was ready[\s\S]*no\s+such\s+field:\s+'listenrs'/,
  );
});

async function files(name: string): Promise<Record<string, string>> {
  const { certificate, key } = await authority.issueServer(name);
  return { 'tls.crt': certificate, 'tls.key': key };
}

/** Who answers, and what to a request. */
function answer(port: number): Promise<{ name: string; status: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca: authority.certificate });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const { subject }: PeerCertificate = socket.getPeerCertificate();
      socket.setEncoding('utf8').once('data', (text: string) => {
        resolve({ name: `${subject.CN}`, status: text.slice(0, text.indexOf('\r\n')) });
        socket.end();
      });
      socket.write('GET / HTTP/1.1\r\nHost: till\r\n\r\n');
    });
  });
}

function bootstrap(admin: number, port: number, mounted: MountedFiles): object {
  const secrets = workspace.write('secrets.json', JSON.stringify({ resources: [secret(mounted)] }));
  const source = { path_config_source: { path: secrets }, resource_api_version: 'V3' };
  const certificates = [{ name: 'own', sds_config: source }];
  return {
    node: { id: 'till', cluster: 'till' },
    admin: { address: loopback(admin) },
    static_resources: {
      listeners: [
        {
          name: 'inbound',
          address: loopback(port),
          filter_chains: [
            {
              transport_socket: {
                name: 'tls',
                typed_config: {
                  '@type': `${TLS}.DownstreamTlsContext`,
                  common_tls_context: { tls_certificate_sds_secret_configs: certificates },
                },
              },
              filters: [{ name: 'http', typed_config: connectionManager() }],
            },
          ],
        },
      ],
    },
  };
}

function secret(mounted: MountedFiles): object {
  return {
    '@type': `${TLS}.Secret`,
    name: 'own',
    tls_certificate: {
      certificate_chain: { filename: mounted.path('tls.crt') },
      private_key: { filename: mounted.path('tls.key') },
      watched_directory: { path: mounted.folder },
    },
  };
}

function connectionManager(): object {
  const routes = [{ match: { prefix: '/' }, direct_response: { status: 200 } }];
  return {
    '@type': `${HTTP}.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'inbound',
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes }] },
    http_filters: [{ name: 'router', typed_config: { '@type': `${HTTP}.http.router.v3.Router` } }],
  };
}

function loopback(port: number): object {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}
