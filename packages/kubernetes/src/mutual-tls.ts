import { show, UserError } from '@plinth/errors';
import { Duration } from '@plinth/units';
import type { ConfigFiles } from './config-files';
import { type DurationInput, readDuration } from './duration-range';
import { overlap, readFolder } from './folder';
import { type Image, readImage } from './image';
import { readName, readReference } from './name';
import { listPorts, type Ports, readPortNumber } from './port';
import { _proxyPortProblems } from './proxy-ports';
import { resolveAll, resolveEach, resolveEntries } from './resolve';
import { type ResolvedResources, type Resources, resolveResources } from './resources';
import { SECRETS_FOLDER, type SecretFiles, surroundingsOf } from './secret-files';
import type { Storage } from './storage';

/**
 * Mutual TLS with other workloads, without a mesh. The workload gets a certificate of its own, as files that renew
 * themselves; those whom it calls know it by that, and it knows those who call it by theirs.
 *
 * The program ends TLS itself, with the files and variables below; or a proxy beside it does, and the program speaks plainly
 * on 127.0.0.1: then it never sees the key.
 *
 * | file in `/tls` | variable           | what it is                                                    |
 * | -------------- | ------------------ | ------------------------------------------------------------- |
 * | `tls.crt`      | `TLS_CERT_FILE`    | the certificate, then those that signed it up to the root, PEM |
 * | `tls.key`      | `TLS_KEY_FILE`     | its key, PKCS#8                                               |
 * | `ca.crt`       | `TLS_CA_FILE`      | whom to trust, PEM, one or more                               |
 * | `clients`      | `TLS_CLIENTS_FILE` | SPIFFE ids of those who may call, one a line                  |
 *
 * For each port of each server there is `<NAME>_<PORT>_ADDRESS`, such as `LEDGER_HTTPS_ADDRESS`, with host and port: of the
 * server, or of the proxy.
 *
 * @see https://cert-manager.io/docs/configuration/vault/
 */
export interface MutualTls {
  readonly certificate: ServiceCertificate;
  readonly issuer: VaultSigner;
  /** The ConfigMap with those whom everybody trusts. */
  readonly authorities: { readonly configMap: string; readonly file: string };
  /** SPIFFE ids of those who may call; an empty list where nobody does yet. @default - it does not serve, and has no list */
  readonly clients?: readonly string[];
  /** Whom it calls. @default - nobody */
  readonly servers?: readonly MutualTlsServer[];
  /** Ends TLS in place of the program. @default - the program does it itself */
  readonly proxy?: MutualTlsProxy;
  /** The folder of the files. @default /tls */
  readonly folder?: string;
}

/** What the certificate says and how long it lives. */
export interface ServiceCertificate {
  /** `spiffe://example.com/ns/exchange/sa/ledger` */
  readonly identity: string;
  /** At most 64 characters. */
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  /** Shown by which side of a connection. */
  readonly usedBy: { readonly server: boolean; readonly client: boolean };
  /** @default 24h */
  readonly duration?: DurationInput;
  /** How long before its end it is renewed. @default 16h */
  readonly renewBefore?: DurationInput;
}

/** Where cert-manager has it signed, and as whom it comes. */
export interface VaultSigner {
  /** `https://vault-active.vault.svc:8200` */
  readonly address: string;
  /** `pki/sign/ledger` */
  readonly path: string;
  /** Of the authentication by Kubernetes; bound there to the account. */
  readonly role: string;
  /** The ServiceAccount that is rendered for this alone, such as `ledger.issuer`: with a dot, no workload's is called so. */
  readonly account: string;
  /** Where authentication by Kubernetes is mounted. @default kubernetes */
  readonly authMount?: string;
  /**
   * The authority of Vault's own certificate, PEM. It stands in the Issuer itself, so that nobody has to write Secrets where
   * services keep theirs. @default - cert-manager knows no Vault, and nothing is signed
   */
  readonly authority?: string;
}

/** One port of another workload. */
export interface MutualTlsServer {
  readonly name: string;
  readonly namespace: string;
  readonly portName: string;
  readonly port: number;
  /** Who has to be there. */
  readonly identity: string;
  /** What is asked for by name. */
  readonly serverName: string;
  /** Where the proxy listens for it, on 127.0.0.1. Only with a proxy. */
  readonly loopback?: number;
}

/** Envoy, which reads renewed files by itself. It runs as the program's user, whatever its image says. */
export interface MutualTlsProxy {
  readonly image: Image | string;
  readonly resources: Omit<Resources, 'tmp'>;
  /** Where the program listens on 127.0.0.1, by the name of the port that others call. @default - nowhere: it only calls */
  readonly plain?: Readonly<Record<string, number>>;
  /** Where the kubelet asks the proxy. @default 15021 */
  readonly health?: number;
}

export interface ResolvedProxy {
  readonly image: Image;
  readonly resources: ResolvedResources;
  readonly plain: Readonly<Record<string, number>>;
  readonly health: number;
}

export interface ResolvedVaultSigner extends Required<Omit<VaultSigner, 'authority'>> {
  readonly authority: string | undefined;
}

export interface ResolvedMutualTls {
  readonly certificate: Required<Omit<ServiceCertificate, 'duration' | 'renewBefore'>> & {
    readonly duration: Duration;
    readonly renewBefore: Duration;
  };
  readonly issuer: ResolvedVaultSigner;
  readonly authorities: { readonly configMap: string; readonly file: string };
  /** Undefined for one that does not serve. */
  readonly clients: readonly string[] | undefined;
  readonly servers: readonly MutualTlsServer[];
  readonly proxy: ResolvedProxy | undefined;
  readonly folder: string;
}

/** What else a workload has that files and ports of mutual TLS must not meet. */
interface Beside {
  /** @default - it does not serve */
  readonly ports?: Ports;
  readonly config?: ConfigFiles | undefined;
  readonly storage?: Storage;
  readonly secretFiles?: SecretFiles | undefined;
}

const FOLDER = '/tls';
const HEALTH = 15021;
const DURATION = Duration.hours(24);
const RENEW_BEFORE = Duration.hours(16);
const EPHEMERAL_STORAGE = '16Mi';

/** Every form of a longer list would be read as nobody's. */
const MOST_NAMES = 100;
const SPIFFE = /^spiffe:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/ns\/[a-z0-9-]+\/sa\/[a-z0-9-]+$/;
const CERTIFICATE = /^-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n?$/;
const DNS_NAME =
  /^(?=.{1,253}$)(?![0-9.]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** @throws UserError `mutual-tls-…`, and what image, resources and names throw */
export function resolveMutualTls(
  input: MutualTls | undefined,
  beside: Beside,
): ResolvedMutualTls | undefined {
  if (input === undefined) return undefined;
  const folders = [
    ...surroundingsOf(beside).folders,
    beside.secretFiles && (beside.secretFiles.folder ?? SECRETS_FOLDER),
  ];
  const resolved = resolveAll<ResolvedMutualTls>({
    certificate: () => resolveCertificate(input.certificate),
    issuer: () => resolveIssuer(input.issuer),
    authorities: () =>
      resolveAll({
        configMap: () => readReference(input.authorities?.configMap),
        file: () => readMatching(input.authorities?.file, 'file', /^[A-Za-z0-9][\w.-]{0,99}$/, 'ca.crt'),
      }),
    clients: () =>
      input.clients === undefined ? undefined : [...new Set(resolveEach(input.clients, readIdentity))].sort(),
    servers: () => resolveServers(input.servers ?? [], input.proxy !== undefined),
    proxy: () => (input.proxy === undefined ? undefined : resolveProxy(input.proxy)),
    folder: () => readFreeFolder(input.folder ?? FOLDER, folders),
  });
  const ports = beside.ports === undefined ? [] : listPorts(beside.ports);
  UserError.throwIfAny(_proxyPortProblems(resolved, ports));
  return resolved;
}

function resolveCertificate(input: ServiceCertificate): ResolvedMutualTls['certificate'] {
  const resolved = resolveAll<ResolvedMutualTls['certificate']>({
    identity: () => readIdentity(input.identity),
    commonName: () => readCommonName(input.commonName),
    dnsNames: () => readDnsNames(input.dnsNames),
    usedBy: () => readUse(input.usedBy),
    duration: () => readDuration(input.duration ?? DURATION, Duration.hours(1), Duration.hours(168)),
    renewBefore: () =>
      readDuration(input.renewBefore ?? RENEW_BEFORE, Duration.minutes(5), Duration.hours(160)),
  });
  const { duration, renewBefore, dnsNames, commonName } = resolved;
  if (renewBefore.compare(duration) >= 0) {
    const found = `${renewBefore} of ${duration}`;
    throw mutualTlsError('.renewBefore', found, 'less than the duration', 'renew it later: "16h" of "24h"');
  }
  if (renewBefore.seconds * 4 > duration.seconds * 3) {
    const found = `${renewBefore} of ${duration}`;
    const fix = 'renew it later, or each is followed by another at once: "16h" of "24h"';
    throw mutualTlsError('.renewBefore', found, 'at most three quarters of the duration', fix);
  }
  if (!dnsNames.includes(commonName)) {
    const fix = 'take the first of them: clients look at the names, and a common name alone says nothing';
    throw mutualTlsError('.commonName', show(commonName), 'one of the DNS names', fix);
  }
  return resolved;
}

function resolveIssuer(input: VaultSigner): ResolvedVaultSigner {
  return resolveAll<ResolvedVaultSigner>({
    address: () =>
      readMatching(
        input.address,
        'address',
        /^https:\/\/[a-z0-9][a-z0-9.-]*(?::[1-9]\d{0,4})?$/,
        'https://vault-active.vault.svc:8200',
      ),
    path: () =>
      readMatching(input.path, 'path', /^[a-z0-9-]+(?:\/[a-z0-9-]+)*\/sign\/[a-z0-9-]+$/, 'pki/sign/ledger'),
    role: () => readMatching(input.role, 'role', /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, 'ledger.issuer'),
    account: () => readReference(input.account),
    authMount: () =>
      readMatching(input.authMount ?? 'kubernetes', 'mount', /^[a-z0-9][a-z0-9/-]*$/, 'kubernetes'),
    authority: () => (input.authority === undefined ? undefined : readCertificate(input.authority)),
  });
}

/** Each has a variable of its own: `A_B_C_ADDRESS` is the port `c` of `a-b`, or the port `b-c` of `a`. */
function resolveServers(input: readonly MutualTlsServer[], behindProxy: boolean): MutualTlsServer[] {
  const servers = resolveEach(input, (server) => resolveServer(server, behindProxy));
  const variables = servers.map(_addressVariable);
  const twice = variables.findIndex((variable, index) => variables.indexOf(variable) !== index);
  if (twice === -1) return servers;
  const found = `the variable ${variables[twice]} again`;
  throw mutualTlsError(`[${twice}]`, found, 'a variable of its own for each server', 'rename the port');
}

/** Where the program finds the address of a server. */
export function _addressVariable({ name, portName }: MutualTlsServer): string {
  return `${name}_${portName}_address`.replaceAll('-', '_').toUpperCase();
}

function resolveServer(server: MutualTlsServer, behindProxy: boolean): MutualTlsServer {
  const { loopback } = server;
  const resolved = resolveAll({
    name: () => readName(server.name),
    namespace: () => readName(server.namespace),
    portName: () => readMatching(server.portName, 'port', /^[a-z0-9-]{1,15}$/, 'https'),
    port: () => readPortNumber(server.port),
    identity: () => readIdentity(server.identity),
    serverName: () => readDnsName(server.serverName),
  });
  if ((loopback !== undefined) !== behindProxy) {
    throw mutualTlsError(
      '.loopback',
      show(loopback),
      behindProxy ? 'a port of 127.0.0.1 for each server' : 'no port: there is no proxy to listen on it',
      behindProxy ? 'write for example 15001' : 'leave it out, or add the proxy',
    );
  }
  return loopback === undefined ? resolved : { ...resolved, loopback: readPortNumber(loopback) };
}

function resolveProxy({ image, resources, plain = {}, health = HEALTH }: MutualTlsProxy): ResolvedProxy {
  const { ephemeralStorage = EPHEMERAL_STORAGE } = resources;
  return resolveAll<ResolvedProxy>({
    image: () => readImage(image),
    // It writes nowhere.
    resources: () => resolveResources({ ...resources, ephemeralStorage, tmp: ephemeralStorage }),
    plain: () =>
      Object.fromEntries(resolveEntries(plain, (name, port) => [name, readPortNumber(port)] as const)),
    health: () => readPortNumber(health),
  });
}

/** One certificate and nothing beside it, which may be its key. */
function readCertificate(value: unknown): string {
  if (typeof value === 'string' && CERTIFICATE.test(value)) return `${value.trim()}\n`;
  throw mutualTlsError(
    'authority',
    typeof value === 'string' ? 'other text, not shown' : show(value),
    'one certificate in PEM',
    'hand over the file ca.crt of the authority',
  );
}

function readUse(value: ServiceCertificate['usedBy']): ServiceCertificate['usedBy'] {
  if (value.server || value.client) return value;
  throw mutualTlsError('usedBy', 'neither side', 'server, client or both', 'leave mutualTls out');
}

function readIdentity(value: unknown): string {
  const allowed = 'spiffe://<trust domain>/ns/<namespace>/sa/<name>, in lower case';
  if (typeof value === 'string' && value.length <= 2048 && SPIFFE.test(value)) return value;
  throw mutualTlsError(
    'identity',
    show(value),
    allowed,
    'write for example "spiffe://example.com/ns/exchange/sa/ledger"',
  );
}

function readCommonName(value: unknown): string {
  const name = readDnsName(value);
  if (name.length <= 64) return name;
  throw mutualTlsError('name', show(name), 'at most 64 characters', 'choose a shorter name');
}

function readDnsNames(values: readonly string[]): string[] {
  const names = resolveEach(values ?? [], readDnsName);
  if (names.length > 0 && names.length <= MOST_NAMES) return names;
  const found = names.length === 0 ? 'no name' : `${names.length} names`;
  throw mutualTlsError(
    'dnsNames',
    found,
    `1 to ${MOST_NAMES} names`,
    'name what callers ask for, and nothing else',
  );
}

/** A name of one host: a wildcard would speak for others, and an address is no name. */
function readDnsName(value: unknown): string {
  if (typeof value === 'string' && DNS_NAME.test(value)) return value;
  const allowed = 'a DNS name in lower case, without wildcard, and no address';
  throw mutualTlsError('name', show(value), allowed, 'write for example "ledger.exchange.svc"');
}

function readMatching(value: unknown, where: string, form: RegExp, example: string): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw mutualTlsError(
    where,
    show(value),
    `text such as ${show(example)}`,
    `write for example ${show(example)}`,
  );
}

function readFreeFolder(value: unknown, folders: readonly (string | undefined)[]): string {
  const folder = readFolder(value, 'mutual-tls-folder', FOLDER);
  const taken = ['/tmp', ...folders].find((other) => other !== undefined && overlap(folder, other));
  if (taken === undefined) return folder;
  const found = `${show(folder)} beside ${show(taken)}`;
  throw mutualTlsError('folder', found, 'a folder of its own', 'choose another');
}

function mutualTlsError(where: string, found: string, allowed: string, fix: string): UserError {
  return new UserError({
    code: `mutual-tls-${where.replace(/^\./, '').replace(/^\[.*/, 'servers')}`,
    where,
    found,
    allowed,
    fix,
  });
}
