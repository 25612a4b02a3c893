import type { JsonObject } from '@plinth/manifest';

/** The file of an environment that lists its certificates, beside its stacks: no Application reads it. */
export const CERTIFICATE_INVENTORY = 'certificates.json';

/** One certificate, as an auditor asks: whose is it, what does it say, who signs it, how long does it live. */
export interface InventoriedCertificate {
  readonly namespace: string;
  readonly name: string;
  /** Null where the subject is empty. */
  readonly commonName: string | null;
  readonly dnsNames: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
  /** Whether it signs others. */
  readonly isAuthority: boolean;
  readonly issuer: {
    readonly kind: string;
    readonly name: string;
    /** Where Vault signs; null for an issuer that is not Vault. */
    readonly path: string | null;
  };
  /** As cert-manager has it where nothing is said: 2160h, renewed at two thirds. */
  readonly duration: string;
  readonly renewBefore: string | null;
  readonly key: { readonly algorithm: string; readonly size: number | null; readonly rotation: string };
  readonly usages: readonly string[];
  /** The Secret of its key, in its namespace. */
  readonly keptIn: string;
  readonly owner: { readonly squad: string | null; readonly contact: string | null };
}

/** Every certificate of one environment. */
export interface CertificateInventoryFile {
  readonly version: 1;
  readonly environment: string;
  /** By namespace and name. */
  readonly certificates: readonly InventoriedCertificate[];
}

/** What is in the inventory of an environment for which nothing was rendered that has a certificate. */
export function emptyInventory(environment: string): CertificateInventoryFile {
  return { version: 1, environment, certificates: [] };
}

/** Notes the certificates among the objects of an environment, in whatever order they come. */
export class CertificateInventory {
  readonly #certificates: JsonObject[] = [];
  /** Where Vault signs for an issuer. */
  readonly #paths = new Map<string, string>();

  constructor(readonly environment: string) {}

  see(object: JsonObject): void {
    if (typeof object.apiVersion !== 'string' || !object.apiVersion.startsWith('cert-manager.io/')) return;
    if (object.kind === 'Certificate') this.#certificates.push(object);
    const { path } = record(record(object.spec).vault);
    if (typeof path === 'string') this.#paths.set(issuerKey(object.kind, record(object.metadata)), path);
  }

  /** Undefined where there are none: an empty list beside nothing tells nobody anything. */
  tryFile(): CertificateInventoryFile | undefined {
    if (this.#certificates.length === 0) return undefined;
    const certificates = this.#certificates.map((object) => this.#entry(object)).sort(byNamespaceAndName);
    return { ...emptyInventory(this.environment), certificates };
  }

  #entry({ metadata, spec: content }: JsonObject): InventoriedCertificate {
    const [{ namespace, name, labels, annotations }, spec] = [record(metadata), record(content)];
    const { kind = 'Issuer', name: issuer } = record(spec.issuerRef);
    const { algorithm = 'RSA', size, rotationPolicy = 'Always' } = record(spec.privateKey);
    return {
      namespace: String(namespace),
      name: String(name),
      commonName: textOrNull(spec.commonName),
      dnsNames: texts(spec.dnsNames),
      uris: texts(spec.uris),
      ipAddresses: texts(spec.ipAddresses),
      isAuthority: spec.isCA === true,
      issuer: {
        kind: String(kind),
        name: String(issuer),
        path: this.#paths.get(issuerKey(kind, { namespace, name: issuer })) ?? null,
      },
      duration: textOrNull(spec.duration) ?? '2160h',
      renewBefore: textOrNull(spec.renewBefore),
      key: {
        algorithm: String(algorithm),
        size: typeof size === 'number' ? size : null,
        rotation: String(rotationPolicy),
      },
      usages: texts(spec.usages),
      keptIn: String(spec.secretName),
      owner: {
        squad: textOrNull(record(labels).owner),
        contact: textOrNull(record(annotations).email),
      },
    };
  }
}

/** An Issuer is of its namespace, a ClusterIssuer of none. */
function issuerKey(kind: unknown, { namespace, name }: JsonObject): string {
  return kind === 'ClusterIssuer' ? `/${name}` : `${namespace}/${name}`;
}

function byNamespaceAndName(a: InventoriedCertificate, b: InventoriedCertificate): number {
  const [left, right] = [a, b].map(({ namespace, name }) => `${namespace}\n${name}`) as [string, string];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function record(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
