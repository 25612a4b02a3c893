import { type Problem, show } from '@plinth/errors';
import { type Principal, principalProblems } from './principal';

/** Where a key does its work: in Google's processes, or in hardware that it never leaves. */
export type ProtectionLevel = 'SOFTWARE' | 'HSM';

/** A key that encrypts what others keep. */
export interface EncryptionKeyArgs {
  /** Days until the key gets a new version, 1 to 90. Old versions go on decrypting. */
  readonly rotationDays: number;
  /** Who may encrypt and decrypt with it from the start. @default nobody */
  readonly users?: readonly Principal[];
  /** @default HSM */
  readonly level?: ProtectionLevel;
}

/** A key in hardware that signs. It is not rotated: whoever verifies would have to learn the new one. */
export interface SigningKeyArgs {
  /** Such as `EC_SIGN_P256_SHA256`. @see https://cloud.google.com/kms/docs/algorithms */
  readonly algorithm: string;
  /** Who may sign with it, and read its public half, from the start. @default nobody */
  readonly signers?: readonly Principal[];
}

export type KeyArgs = EncryptionKeyArgs | SigningKeyArgs;

const NAME = /^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/;
const ALGORITHM = /^(?:EC|RSA|PQ)_SIGN_[A-Z0-9_]+$/;
const DAY = 24 * 3600;
const MOST_DAYS = 90;

export function isSigningKey(key: KeyArgs): key is SigningKeyArgs {
  return 'algorithm' in key;
}

/** What kind of key Cloud KMS makes. */
export function keyKind(key: KeyArgs) {
  if (isSigningKey(key)) {
    return {
      purpose: 'ASYMMETRIC_SIGN',
      versionTemplate: { algorithm: key.algorithm, protectionLevel: 'HSM' },
    };
  }
  return {
    purpose: 'ENCRYPT_DECRYPT',
    rotationPeriod: `${key.rotationDays * DAY}s`,
    versionTemplate: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protectionLevel: key.level ?? 'HSM' },
  };
}

/** What a key ring is told about its keys, by name. */
export function keyProblems(where: string, keys: Readonly<Record<string, KeyArgs>>): Problem[] {
  return Object.entries(keys).flatMap(([name, key]) => [
    ...nameProblems(where, name),
    ...(isSigningKey(key)
      ? algorithmProblems(`${where}.${name}.algorithm`, key.algorithm)
      : rotationProblems(`${where}.${name}.rotationDays`, key.rotationDays)),
    ...usersOf(key).flatMap((user) => principalProblems(`${where}.${name}`, user)),
  ]);
}

/** Who may use a key from the start, for what it is made for. */
export function usersOf(key: KeyArgs): readonly Principal[] {
  return (isSigningKey(key) ? key.signers : key.users) ?? [];
}

function nameProblems(where: string, name: string): Problem[] {
  if (NAME.test(name)) return [];
  return [
    {
      code: 'key-name',
      where,
      found: `the name ${show(name)}`,
      allowed: '1 to 63 lower-case letters, digits, hyphens and underscores',
      fix: 'rename it now: keys keep their names for ever',
    },
  ];
}

function rotationProblems(where: string, days: number): Problem[] {
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return [];
  return [
    {
      code: 'key-rotation',
      where,
      found: show(days),
      allowed: `1 to ${MOST_DAYS} whole days`,
      fix: `write ${MOST_DAYS} or less`,
    },
  ];
}

function algorithmProblems(where: string, algorithm: string): Problem[] {
  if (ALGORITHM.test(algorithm)) return [];
  return [
    {
      code: 'key-algorithm',
      where,
      found: show(algorithm),
      allowed: 'an algorithm that signs, such as "EC_SIGN_P256_SHA256"',
      fix: 'take one of https://cloud.google.com/kms/docs/algorithms',
    },
  ];
}
