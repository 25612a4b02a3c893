import { hash } from 'node:crypto';
import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import { _certificateSecret } from './certificate';
import type { ConfigMap } from './kinds';
import type { V27 } from './kplus';
import {
  _addressVariable,
  type MutualTlsServer,
  type ResolvedMutualTls,
  type ResolvedProxy,
} from './mutual-tls';
import type { Identity } from './owner';
import type { Port } from './port';
import { _proxyFiles, PROXY_FOLDER } from './proxy-config';

/** Mutual TLS on its way into the pods of one workload. */
export interface TlsDelivery extends ResolvedMutualTls {
  /** What is no secret of it, by the name of the file. */
  readonly files: Readonly<Record<string, string>>;
  /** Changes when one of these does: who may call is no matter of chance between two pods. */
  readonly checksum: string;
}

/** A delivery to a proxy beside the program. */
export type ProxyDelivery = TlsDelivery & { readonly proxy: ResolvedProxy };

const TLS = 'tls';
const PROXY = 'proxy';
const CLIENTS = 'clients';

export function _tlsDelivery(
  mutualTls: ResolvedMutualTls | undefined,
  ports: readonly Port[] = [],
): TlsDelivery | undefined {
  if (mutualTls === undefined) return undefined;
  const { proxy } = mutualTls;
  const files = proxy === undefined ? clientsFile(mutualTls) : _proxyFiles({ ...mutualTls, proxy }, ports);
  return { ...mutualTls, files, checksum: hash('sha256', JSON.stringify(files)) };
}

export function _hasProxy(tls: TlsDelivery | undefined): tls is ProxyDelivery {
  return tls?.proxy !== undefined;
}

/** Who only calls, lets nobody in and needs no list. */
function clientsFile({ clients }: ResolvedMutualTls): Readonly<Record<string, string>> {
  return clients === undefined ? {} : { [CLIENTS]: clients.map((client) => `${client}\n`).join('') };
}

/** What is no secret: who may call, or what the proxy does. */
export function _tlsConfigMap(
  scope: Construct,
  id: string,
  identity: Identity,
  tls: TlsDelivery | undefined,
): Manifest<ConfigMap> | undefined {
  if (tls === undefined || Object.keys(tls.files).length === 0) return undefined;
  return new Manifest<ConfigMap>(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: configMapName(identity, tls),
      labels: identity.labels,
      annotations: identity.annotations,
    },
    data: tls.files,
  });
}

/**
 * Certificate, key and authorities in one volume: the kubelet changes all of it in one step. Read by the program's group alone,
 * and by the proxy instead of the program where there is one.
 */
export function _tlsVolumes(identity: Identity, tls: TlsDelivery): V27['Volume'][] {
  const { authorities } = tls;
  const item = (key: string) => ({ key, path: key });
  const files: V27['Volume'] = {
    name: TLS,
    projected: {
      defaultMode: 0o440,
      sources: [
        { secret: { name: _certificateSecret(identity), items: [item('tls.crt'), item('tls.key')] } },
        { configMap: { name: authorities.configMap, items: [{ key: authorities.file, path: 'ca.crt' }] } },
        ...(tls.proxy === undefined && CLIENTS in tls.files
          ? [{ configMap: { name: configMapName(identity, tls) } }]
          : []),
      ],
    },
  };
  if (tls.proxy === undefined) return [files];
  return [files, { name: PROXY, configMap: { name: configMapName(identity, tls) } }];
}

export function _tlsMount({ folder }: TlsDelivery): V27['VolumeMount'] {
  return { name: TLS, mountPath: folder, readOnly: true };
}

export const _PROXY_MOUNT: V27['VolumeMount'] = { name: PROXY, mountPath: PROXY_FOLDER, readOnly: true };

/** Where the program finds its files, and whom it calls where: the same names with a proxy and without. */
export function _tlsVariables(tls: TlsDelivery): V27['EnvVar'][] {
  const { folder, proxy, files, servers } = tls;
  const own: readonly (readonly [string, string])[] =
    proxy === undefined
      ? [
          ['TLS_CERT_FILE', `${folder}/tls.crt`],
          ['TLS_KEY_FILE', `${folder}/tls.key`],
          ['TLS_CA_FILE', `${folder}/ca.crt`],
          ...(CLIENTS in files ? ([['TLS_CLIENTS_FILE', `${folder}/${CLIENTS}`]] as const) : []),
        ]
      : [];
  return [...own, ...servers.map((server) => [_addressVariable(server), addressOf(server)] as const)].map(
    ([name, value]) => ({ name, value }),
  );
}

function addressOf({ serverName, port, loopback }: MutualTlsServer): string {
  return loopback === undefined ? `${serverName}:${port}` : `127.0.0.1:${loopback}`;
}

/** One name for each form: pods that still run keep the files of theirs while the others take their place. */
function configMapName({ name }: Identity, { proxy }: TlsDelivery): string {
  return proxy === undefined ? `${name}-mutual-tls` : `${name}-mutual-tls-proxy`;
}
