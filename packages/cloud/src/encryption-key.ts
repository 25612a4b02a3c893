import { type Problem, show } from '@plinth/errors';
import type { Input } from '@pulumi/pulumi';

/** A key of Cloud KMS with which a service of Google encrypts what it keeps for us. */
export interface EncryptionKey {
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…`. */
  readonly id: Input<string>;
  /** The region in which it is. */
  readonly location: string;
}

/** A resource can be encrypted only by a key that is where it is. */
export function keyLocationProblems(where: string, key: EncryptionKey, location: string): Problem[] {
  if (key.location === location) return [];
  return [
    {
      code: 'key-location',
      where,
      found: `a key in ${show(key.location)}`,
      allowed: `a key in ${show(location)}, where the data is`,
      fix: 'take a key of a KeyRing in the same region',
    },
  ];
}
