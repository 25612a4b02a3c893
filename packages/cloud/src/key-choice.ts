import type { Principal } from './principal';

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
