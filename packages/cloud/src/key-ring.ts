import { didYouMean, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import { all, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import type { EncryptionKey } from './encryption-key';
import { isSigningKey, type KeyArgs, keyKind, keyProblems, usersOf } from './key-choice';
import { type Labels, labelProblems } from './label';
import { projectProblems, regionProblems } from './place';
import { type Principal, requirePrincipal } from './principal';

export interface KeyRingArgs {
  readonly project: string;
  readonly location: string;
  /** For ever: a key ring can never be deleted. */
  readonly ringName: string;
  /** By the name of the key. */
  readonly keys: Readonly<Record<string, KeyArgs>>;
  readonly labels: Labels;
  readonly transform?: {
    readonly ring?: Transform<gcp.kms.KeyRingArgs>;
    readonly keys?: Transform<gcp.kms.CryptoKeyArgs>;
  };
}

/** What was encrypted with a key is lost with it: neither Pulumi nor a hasty person deletes one. */
const KEPT = { protect: true, retainOnDelete: true } as const;
/** A version that is to be destroyed can be taken back for as long. */
const SECOND_THOUGHTS = `${30 * 24 * 3600}s`;

const ROLES = {
  use: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
  sign: 'roles/cloudkms.signerVerifier',
  view: 'roles/cloudkms.viewer',
} as const;

/**
 * Keys in one region that belong together.
 * @example
 * const keys = new KeyRing('data-keys', {
 *   project, location, ringName: 'data', labels,
 *   keys: { buckets: { rotationDays: 90, users: [agents.of('storage')] } },
 * });
 * new Bucket('invoices', { key: keys.key('buckets'), … });
 * @see https://cloud.google.com/kms/docs/resource-hierarchy
 */
export class KeyRing extends Component {
  readonly nodes: {
    readonly ring: gcp.kms.KeyRing;
    readonly keys: Readonly<Record<string, gcp.kms.CryptoKey>>;
  };
  readonly location: string;
  readonly #args: KeyRingArgs;
  readonly #where: string;
  readonly #grants = new Map<string, gcp.kms.CryptoKeyIAMMember[]>();

  constructor(name: string, args: KeyRingArgs, options?: ComponentResourceOptions) {
    const where = `KeyRing ${name}`;
    UserError.throwIfAny([
      ...projectProblems(`${where}: project`, args.project),
      ...regionProblems(`${where}: location`, args.location),
      ...keyProblems(`${where}: keys`, args.keys),
      ...labelProblems(`${where}: labels`, args.labels),
    ]);
    super('KeyRing', name, options);
    this.#args = args;
    this.#where = where;
    this.location = args.location;
    const ring = this.#createRing();
    this.nodes = { ring, keys: this.#createKeys(ring) };
    this.#grantFirstUsers();
    this.registerOutputs();
  }

  /** A key for those who encrypt. */
  key(key: string): EncryptionKey {
    return { id: this.keyId(key), location: this.location };
  }

  /** `projects/…/cryptoKeys/…`, known when those who were granted its use so far can use it. */
  keyId(key: string): Output<string> {
    const granted = all((this.#grants.get(key) ?? []).map(({ id }) => id));
    return all([this.#node(key).id, granted]).apply(([id]) => id);
  }

  /** Lets somebody encrypt and decrypt. */
  grantUse(key: string, principal: Principal): void {
    this.#require(key, 'encrypts');
    this.#grant(key, 'use', principal);
  }

  /** Lets somebody sign, and read the public half. */
  grantSign(key: string, principal: Principal): void {
    this.#require(key, 'signs');
    this.#grant(key, 'sign', principal);
  }

  /** Lets somebody see that a key exists and which version is used, as Vault does before it starts. */
  grantView(key: string, principal: Principal): void {
    this.#grant(key, 'view', principal);
  }

  #createRing(): gcp.kms.KeyRing {
    const { project, location, ringName, transform } = this.#args;
    const ring: gcp.kms.KeyRingArgs = { project, location, name: ringName };
    return new gcp.kms.KeyRing(...this.child(undefined, ring, transform?.ring, KEPT));
  }

  #createKeys(ring: gcp.kms.KeyRing): Record<string, gcp.kms.CryptoKey> {
    const { keys, labels, transform } = this.#args;
    const entries = Object.entries(keys).map(([name, key]) => {
      const args: gcp.kms.CryptoKeyArgs = {
        keyRing: ring.id,
        name,
        ...keyKind(key),
        destroyScheduledDuration: SECOND_THOUGHTS,
        labels,
      };
      return [name, new gcp.kms.CryptoKey(...this.child(name, args, transform?.keys, KEPT))] as const;
    });
    return Object.fromEntries(entries);
  }

  #grantFirstUsers(): void {
    for (const [name, key] of Object.entries(this.#args.keys)) {
      for (const user of usersOf(key)) this.#grant(name, isSigningKey(key) ? 'sign' : 'use', user);
    }
  }

  #grant(key: string, right: keyof typeof ROLES, principal: Principal): void {
    requirePrincipal(`${this.#where}: ${key}`, principal);
    const member = { cryptoKeyId: this.#node(key).id, role: ROLES[right], member: principal.member };
    const suffix = `${key}-${right}-${principal.name}`;
    const grant = new gcp.kms.CryptoKeyIAMMember(...this.child(suffix, member, undefined));
    this.#grants.set(key, [...(this.#grants.get(key) ?? []), grant]);
  }

  #node(key: string): gcp.kms.CryptoKey {
    const node = Object.hasOwn(this.nodes.keys, key) ? this.nodes.keys[key] : undefined;
    if (node !== undefined) return node;
    const names = Object.keys(this.nodes.keys);
    throw new UserError({
      code: 'unknown-key',
      where: this.#where,
      found: show(key),
      allowed: `one of its keys: ${names.join(', ')}`,
      fix: didYouMean(key, names, 'add it to `keys`'),
    });
  }

  #require(key: string, does: 'encrypts' | 'signs'): void {
    this.#node(key);
    const args = this.#args.keys[key];
    if (args === undefined || isSigningKey(args) === (does === 'signs')) return;
    throw new UserError({
      code: 'key-purpose',
      where: `${this.#where}: ${key}`,
      found: does === 'signs' ? 'a key that encrypts' : 'a key that signs',
      allowed: `a key that ${does}`,
      fix: 'make a key of its own for it',
    });
  }
}
