import { show, UserError } from '@plinth/errors';
import { CONFIG_FILE, TOKEN_FILE } from './agent-folder';
import { CONFIG_FOLDER, type ConfigFiles } from './config-files';
import { overlap, readFolder } from './folder';
import { type Image, readImage } from './image';
import { readName, readReference } from './name';
import { type ConnectionPeer, podsOf } from './peer';
import { resolveAll, resolveEach } from './resolve';
import { type ResolvedResources, type Resources, resolveResources } from './resources';
import type { Storage } from './storage';
import { type SecretSource, VaultDatabase, VaultKv } from './vault-source';

/**
 * Secrets that the program reads as files. Vault's agent runs beside it, logs in with a token that is made for Vault alone and that
 * no other container sees, and writes the files to memory. The program starts when all of them are there; a change replaces a
 * file whole. Nothing of a secret is in a manifest, an environment variable or a Secret of Kubernetes.
 *
 * When a pod ends, its accounts of databases do not end with it at once: they end with its token, which nobody renews any more. The
 * agent cannot revoke it earlier. The token is in its memory alone, where no hook finds it; and Kubernetes runs the hooks of a sidecar
 * when a pod begins to end, while the program answers its last requests with that very account.
 *
 * @example
 * new Worker(chart, 'market-data', {
 *   name: 'market-data',
 *   owner: { squad: 'exchange', contact: 'exchange-oncall@example.com' },
 *   image: `europe-west1-docker.pkg.dev/acme/exchange/market-data:2.0.0@sha256:${'0'.repeat(64)}`,
 *   resources: { cpu: '500m', cpuLimit: 1, memory: '512Mi' },
 *   health: { ready: '/readyz', live: '/livez' },
 *   scaling: { replicas: 2 },
 *   secretFiles: {
 *     vault: {
 *       address: 'https://vault-active.vault.svc:8200',
 *       role: 'market-data',
 *       ca: { configMap: 'vault-ca', file: 'ca.crt' },
 *     },
 *     agent: {
 *       image: `europe-west1-docker.pkg.dev/acme/hashicorp/vault:1.21.0@sha256:${'0'.repeat(64)}`,
 *       resources: { cpu: '25m', cpuLimit: '250m', memory: '192Mi' },
 *     },
 *     files: [
 *       { name: 'broker', source: VaultKv.of({ path: 'exchange/market-data/broker' }), reload: '/-/reload' },
 *     ],
 *   },
 * });
 */
export interface SecretFiles {
  readonly vault: VaultLogin;
  readonly agent: VaultAgent;
  readonly files: readonly SecretFile[];
  /** The folder of the files. @default /secrets */
  readonly folder?: string;
}

/** Where Vault is, and as whom the pod comes. */
export interface VaultLogin {
  /** `https://vault-active.vault.svc:8200`; its port is the one on which Vault's pods listen. */
  readonly address: string;
  /** Of the authentication by Kubernetes; bound there to this workload's ServiceAccount. */
  readonly role: string;
  /** For whom the token is made. @default vault */
  readonly audience?: string;
  /** Where authentication by Kubernetes is mounted. @default kubernetes */
  readonly authMount?: string;
  /** The ConfigMap with the authority of Vault's own certificate. */
  readonly ca: { readonly configMap: string; readonly file: string };
  /** Of Vault's pods. @default vault */
  readonly namespace?: string;
}

/** The container that fetches. It runs as the program's user, whatever its image says. */
export interface VaultAgent {
  readonly image: Image | string;
  readonly resources: Omit<Resources, 'tmp'>;
}

export interface SecretFile {
  /** `api-key` */
  readonly name: string;
  readonly source: SecretSource;
  /** A path of the program's health port, asked with POST when the file has changed. @default - the program looks by itself */
  readonly reload?: string;
}

export interface ResolvedSecretFile extends Omit<SecretFile, 'reload'> {
  readonly reload: string | undefined;
}

export interface ResolvedSecretFiles {
  readonly vault: Required<VaultLogin>;
  readonly agent: { readonly image: Image; readonly resources: ResolvedResources };
  /** Sorted by name. */
  readonly files: readonly ResolvedSecretFile[];
  readonly folder: string;
  /** What it has to reach, and nobody else may. */
  readonly peers: readonly [ConnectionPeer];
}

/** What of a workload bears on its secrets. */
interface SecretSurroundings {
  /** Whether it has a health port to be told on. */
  readonly hasHealthPort: boolean;
  /** Folders in which something else is mounted. */
  readonly folders: readonly (string | undefined)[];
}

/** What else is mounted, and whether there is a port to be told on, as the props of a workload say. */
export function surroundingsOf(props: {
  readonly health?: unknown;
  readonly config?: ConfigFiles | undefined;
  readonly storage?: Storage;
}): SecretSurroundings {
  return {
    hasHealthPort: props.health !== undefined,
    folders: [props.config && (props.config.folder ?? CONFIG_FOLDER), props.storage?.folder],
  };
}

const RELOAD = /^\/(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[A-Za-z0-9/._~-]{1,199}$/;
/** Where they are, unless the workload says otherwise. */
export const SECRETS_FOLDER = '/secrets';
const EPHEMERAL_STORAGE = '16Mi';

/** @throws UserError `secret-…`, and what image, resources and names throw */
export function resolveSecretFiles(
  input: SecretFiles | undefined,
  surroundings: SecretSurroundings,
): ResolvedSecretFiles | undefined {
  if (input === undefined) return undefined;
  const resolved = resolveAll({
    vault: () => resolveLogin(input.vault),
    agent: () => resolveAgent(input.agent),
    files: () => resolveFiles(input.files, surroundings),
    folder: () => readFreeFolder(input.folder ?? SECRETS_FOLDER, surroundings),
  });
  return { ...resolved, peers: [serversOf(resolved.vault)] };
}

function resolveLogin(input: VaultLogin): Required<VaultLogin> {
  return resolveAll<Required<VaultLogin>>({
    address: () => readAddress(input.address),
    role: () => readText(input.role, 'role', 'ledger'),
    audience: () => readText(input.audience ?? 'vault', 'audience', 'vault'),
    authMount: () => readText(input.authMount ?? 'kubernetes', 'mount', 'kubernetes'),
    ca: () =>
      resolveAll({
        configMap: () => readReference(input.ca?.configMap),
        file: () => readAuthorityName(input.ca?.file),
      }),
    namespace: () => readName(input.namespace ?? 'vault'),
  });
}

function resolveAgent({ image, resources }: VaultAgent): ResolvedSecretFiles['agent'] {
  const { ephemeralStorage = EPHEMERAL_STORAGE } = resources;
  return resolveAll({
    image: () => readImage(image),
    // It writes nowhere but to memory: there is no /tmp.
    resources: () => resolveResources({ ...resources, ephemeralStorage, tmp: ephemeralStorage }),
  });
}

function resolveFiles(
  input: readonly SecretFile[],
  { hasHealthPort }: SecretSurroundings,
): readonly ResolvedSecretFile[] {
  const files = resolveEach(input, ({ name, source, reload }) =>
    resolveAll<ResolvedSecretFile>({
      name: () => readFileName(name),
      source: () => readSource(source),
      reload: () => (reload === undefined ? undefined : readReload(reload, hasHealthPort)),
    }),
  );
  const names = files.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (files.length === 0) throw secretError('files', 'no file', 'at least one', 'leave secretFiles out');
  if (twice !== undefined) {
    throw secretError('files', `${show(twice)} twice`, 'each name once', 'choose another name');
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Vault's pods, as its chart labels them. */
function serversOf({ namespace, address }: Required<VaultLogin>): ConnectionPeer {
  return {
    description: `${namespace}/vault`,
    ports: [{ number: Number(new URL(address).port || 443), protocol: 'TCP' }],
    toNetworkPolicyPeers: () => [
      podsOf(namespace, { 'app.kubernetes.io/name': 'vault', component: 'server' }),
    ],
  };
}

function readAddress(value: unknown): string {
  const isAddress =
    typeof value === 'string' && /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9]\d{0,4})?$/.test(value);
  if (isAddress && URL.canParse(value)) return value;
  const fix = 'write for example "https://vault-active.vault.svc:8200"';
  throw secretError('address', show(value), 'https, a host and a port, and nothing behind it', fix);
}

function readText(value: unknown, where: string, example: string): string {
  if (typeof value === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9._:/-]{0,200}[A-Za-z0-9])?$/.test(value))
    return value;
  const allowed = 'letters, digits, ".", "_", ":", "/" and "-"';
  throw secretError(where, show(value), allowed, `write for example ${show(example)}`);
}

function readFileName(value: unknown): string {
  const isName = typeof value === 'string' && /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/.test(value);
  if (isName && !value.includes('..')) return value;
  const allowed = 'a file name of 1 to 100 letters, digits, "-", "_" and single ".", and no path';
  throw secretError('name', show(value), allowed, 'write for example "api-key"');
}

/** It lies beside what else the agent reads. */
function readAuthorityName(value: unknown): string {
  const name = readFileName(value);
  if (name !== CONFIG_FILE && name !== TOKEN_FILE) return name;
  throw secretError('name', show(name), 'a name of its own beside the token', 'write for example "ca.crt"');
}

function readSource(value: unknown): SecretSource {
  if (value instanceof VaultKv || value instanceof VaultDatabase) return value;
  throw secretError(
    'source',
    show(value),
    'VaultKv.of(…) or VaultDatabase.of(…)',
    'say where it is in Vault',
  );
}

function readReload(value: unknown, hasHealthPort: boolean): string {
  if (!hasHealthPort) {
    const found = `${show(value)} of a program without a health port`;
    throw secretError('reload', found, 'no reload: work that ends reads its files once', 'leave reload out');
  }
  if (typeof value === 'string' && RELOAD.test(value)) return value;
  const allowed = 'a path from one "/", without host, blanks, query, "." and ".."';
  throw secretError('reload', show(value), allowed, 'write for example "/-/reload"');
}

function readFreeFolder(value: unknown, { folders }: SecretSurroundings): string {
  const folder = readFolder(value, 'secret-folder', SECRETS_FOLDER);
  const taken = ['/tmp', ...folders].find((other) => other !== undefined && overlap(folder, other));
  if (taken === undefined) return folder;
  const found = `${show(folder)} beside ${show(taken)}`;
  throw secretError('folder', found, 'a folder of its own', 'choose another');
}

function secretError(where: string, found: string, allowed: string, fix: string): UserError {
  return new UserError({ code: `secret-${where}`, where, found, allowed, fix });
}
