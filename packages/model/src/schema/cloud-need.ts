import { z } from 'zod';
import { choice, whole } from './_leaf';
import { portName, serviceName } from './name';

/** Algorithms with which Cloud KMS signs in hardware. @see https://cloud.google.com/kms/docs/algorithms */
export const SIGNING_ALGORITHMS = [
  'EC_SIGN_P256_SHA256',
  'EC_SIGN_P384_SHA384',
  'EC_SIGN_SECP256K1_SHA256',
] as const;

/**
 * What a service needs of the cloud. Whoever declares a bucket, a topic or a key owns it; others name its
 * owner. Each brings exactly the right that it takes.
 */
export const cloudNeed = z.discriminatedUnion(
  'kind',
  [
    /** A bucket of its own, in which it reads, writes and deletes objects. */
    z.strictObject({
      kind: z.literal('bucket'),
      /** For so long nobody can delete or replace an object, its owner included. @default objects can be deleted */
      keepDays: whole(1, 3650, 'days').optional(),
    }),
    /** Reads the objects of somebody else's bucket. */
    z.strictObject({ kind: z.literal('bucket-reader'), of: serviceName, bucket: portName }),
    /** A Pub/Sub topic of its own, to which it publishes. */
    z.strictObject({ kind: z.literal('topic') }),
    /** A subscription of its own to somebody's topic; what cannot be handled goes to a dead-letter topic. */
    z.strictObject({
      kind: z.literal('subscription'),
      of: serviceName,
      topic: portName,
      /** Seconds in which a message has to be acknowledged. @default 60 */
      ackSeconds: whole(10, 600, 'seconds').optional(),
    }),
    /** A key in hardware with which it signs; the private half leaves for nobody. */
    z.strictObject({ kind: z.literal('signing-key'), algorithm: choice(SIGNING_ALGORITHMS) }),
    /** Reads or writes series of Cloud Monitoring. */
    z.strictObject({ kind: z.literal('metrics'), access: choice(['read', 'write']) }),
  ],
  {
    error: () =>
      'cloud.bucket(), cloud.bucketOf(), cloud.topic(), cloud.subscription(), cloud.signingKey() or cloud.metrics()',
  },
);

/** What a service needs of the cloud, by the name under which it finds it in `cloud.yaml`. */
export const cloudNeeds = z.record(portName, cloudNeed);
