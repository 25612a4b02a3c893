import { blocksOf, type HclBlock, readHcl } from './_hcl';

/** What is deployed of Vault's servers, as far as controls look at it: the values of the chart. */
// biome-ignore lint/suspicious/noExplicitAny: controls name the fields that they expect
export type VaultServerValues = any;

const TLS = '/vault/userconfig/tls';

/**
 * Controls over Vault's servers that the rendered values keep or break: the number and what is wrong, one line each.
 * Written from the requirements, not from the code that renders.
 */
export function brokenControls(server: VaultServerValues): string[] {
  const config = readHcl(server.ha.raft.config);
  return [
    ...storage(config, server),
    ...seal(config),
    ...transport(config, server),
    ...process(config, server),
    ...probes(server),
    ...beside(server),
    ...closed(config, server),
  ];
}

/** H01: each server joins every other one by name, on disks that stay, on nodes and in zones of their own. */
function storage(config: HclBlock, server: VaultServerValues): string[] {
  const [raft] = blocksOf(config, 'storage raft');
  const peers = raft === undefined ? [] : blocksOf(raft, 'retry_join');
  const pods = Array.from({ length: server.ha.replicas }, (_, index) => `vault-${index}.vault-internal`);
  const apart = server.affinity.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0];
  const zones = server.topologySpreadConstraints?.[0];
  const retained = Object.values(server.persistentVolumeClaimRetentionPolicy ?? {});
  return [
    ...fault(
      'H01 not every server is joined',
      peers.map(({ values }) => values.leader_api_addr).join() !==
        pods.map((pod) => `https://${pod}:8200`).join(),
    ),
    ...fault('H01 an even number of servers', server.ha.replicas % 2 === 0),
    ...fault('H01 two servers on a node', apart?.topologyKey !== 'kubernetes.io/hostname'),
    ...fault(
      'H01 two servers in a zone',
      zones?.topologyKey !== 'topology.kubernetes.io/zone' || zones.whenUnsatisfiable !== 'DoNotSchedule',
    ),
    ...fault('H01 a disk that goes', retained.length !== 2 || retained.some((each) => each !== 'Retain')),
    ...fault('H01 servers restart by themselves', server.updateStrategyType !== 'OnDelete'),
  ];
}

/** H02: the store opens with the key of the environment. */
function seal(config: HclBlock): string[] {
  const [kms] = blocksOf(config, 'seal gcpckms');
  const { project, region, key_ring, crypto_key } = kms?.values ?? {};
  return fault(
    'H02 no key of the cloud',
    [project, region, key_ring, crypto_key].some((each) => !each),
  );
}

/** H03: TLS of today, on every way in, and both sides known between servers. */
function transport(config: HclBlock, server: VaultServerValues): string[] {
  const listeners = blocksOf(config, 'listener tcp');
  const peers = blocksOf(config, 'storage raft').flatMap((raft) => blocksOf(raft, 'retry_join'));
  const every = (list: readonly HclBlock[], good: (values: HclBlock['values']) => boolean) =>
    list.length > 0 && list.every(({ values }) => good(values));
  return [
    ...fault(
      'H03 a listener without TLS',
      !every(
        listeners,
        (values) =>
          values.tls_cert_file === `${TLS}/tls.crt` &&
          values.tls_key_file === `${TLS}/tls.key` &&
          [undefined, false].includes(values.tls_disable as undefined | false),
      ),
    ),
    ...fault(
      'H03 an old version of TLS',
      !every(listeners, ({ tls_min_version }) => tls_min_version === 'tls13'),
    ),
    ...fault(
      'H03 a server joins without knowing whom',
      !every(
        peers,
        (values) =>
          values.leader_ca_cert_file === `${TLS}/ca.crt` &&
          values.leader_api_addr === `https://${values.leader_tls_servername}:8200`,
      ),
    ),
    ...fault(
      'H03 a server joins without saying who it is',
      !every(
        peers,
        (values) =>
          values.leader_client_cert_file === `${TLS}/tls.crt` &&
          values.leader_client_key_file === `${TLS}/tls.key`,
      ),
    ),
    ...fault('H03 an address that no certificate has', /POD_IP/.test(server.ha.apiAddr ?? '$(POD_IP)')),
  ];
}

/** H04: a disk for the audit log, and no raw line in it. H07: nobody special, nothing written but where it must be. */
function process(config: HclBlock, server: VaultServerValues): string[] {
  const { pod, container } = server.statefulSet.securityContext;
  return [
    ...fault(
      'H04 no disk for the audit log',
      server.auditStorage.enabled !== true || server.auditStorage.mountPath !== '/vault/audit',
    ),
    ...fault('H04 lines with a prefix of anybody', config.values.allow_audit_log_prefixing === true),
    ...fault('H07 root', pod.runAsNonRoot !== true || pod.runAsUser === 0 || container.runAsNonRoot !== true),
    ...fault(
      'H07 rights beyond its own',
      container.allowPrivilegeEscalation !== false || container.capabilities.drop[0] !== 'ALL',
    ),
    ...fault('H07 an image that can be written', container.readOnlyRootFilesystem !== true),
    ...fault('H07 locked memory, which takes a capability', config.values.disable_mlock !== true),
  ];
}

/** H07: what runs beside a server gets neither its key nor its token. */
function beside({ extraContainers, volumes }: VaultServerValues): string[] {
  const mounted = (container: VaultServerValues): VaultServerValues[] =>
    container.volumeMounts.map(({ name, mountPath }: VaultServerValues) => ({
      mountPath,
      volume: volumes.find((volume: VaultServerValues) => volume.name === name) ?? {},
    }));
  const hasKey = ({ volume: { secret } }: VaultServerValues) =>
    secret !== undefined &&
    JSON.stringify(secret.items) !== JSON.stringify([{ key: 'tls.crt', path: 'tls.crt' }]);
  const hidesToken = ({ mountPath, volume }: VaultServerValues) =>
    mountPath === '/var/run/secrets/kubernetes.io/serviceaccount' && volume.emptyDir !== undefined;
  const all: VaultServerValues[][] = extraContainers.map(mounted);
  return [
    ...fault(
      'H07 a key beside the server',
      all.some((mounts) => mounts.some(hasKey)),
    ),
    ...fault('H07 a token beside the server', !all.every((mounts) => mounts.some(hidesToken))),
  ];
}

/** H08: ready is who serves; who is sealed, new, cut off or thrown out lives. */
function probes({ readinessProbe: ready, livenessProbe: live }: VaultServerValues): string[] {
  const codes = (probe: VaultServerValues) => new URL(`https://vault${probe.path ?? '/'}`).searchParams;
  const waits = ['sealedcode', 'uninitcode', 'haunhealthycode', 'removedcode'];
  return [
    ...fault(
      'H08 a standby is not ready',
      ready.enabled !== true || codes(ready).get('standbyok') !== 'true',
    ),
    ...fault(
      'H08 who does not serve is ready',
      waits.some((code) => codes(ready).has(code)),
    ),
    ...fault(
      'H08 a server is restarted that waits',
      live.enabled !== true || waits.some((code) => !/^2\d\d$/.test(codes(live).get(code) ?? '')),
    ),
    ...fault('H08 a standby is restarted', codes(live).get('standbyok') !== 'true'),
  ];
}

/** H15: what tells of the inside asks who is there. H16: policies are ours. H18: no page, and HTTPS for good. */
function closed(config: HclBlock, server: VaultServerValues): string[] {
  const listeners = blocksOf(config, 'listener tcp');
  const inner = listeners.flatMap(({ blocks }) => blocks);
  const headers = listeners
    .flatMap((listener) => blocksOf(listener, 'custom_response_headers'))
    .flatMap((all) => blocksOf(all, 'default'));
  const open = (block: string, name: string) =>
    inner.filter((each) => each.name === block).some(({ values }) => values[name] === false) === false;
  return [
    ...fault('H15 metrics for everybody', open('telemetry', 'unauthenticated_metrics_access')),
    ...fault('H15 profiles for everybody', open('profiling', 'unauthenticated_pprof_access')),
    ...fault(
      'H15 requests of others for everybody',
      open('inflight_requests_logging', 'unauthenticated_in_flight_requests_access'),
    ),
    ...fault('H15 the store itself', config.values.raw_storage_endpoint === true),
    ...fault(
      'H15 a caller says whose request it is',
      listeners.some(({ values }) => 'x_forwarded_for_authorized_addrs' in values),
    ),
    ...fault(
      'H16 the chart opens the network',
      server.networkPolicy?.enabled !== false || server.ingress?.enabled !== false,
    ),
    ...fault('H18 a page', config.values.ui !== false),
    ...fault(
      'H18 no HSTS',
      !headers.some(({ values }) => /max-age=\d{8}/.test(String(values['Strict-Transport-Security']))),
    ),
  ];
}

function fault(text: string, isBroken: boolean): string[] {
  return isBroken ? [text] : [];
}
