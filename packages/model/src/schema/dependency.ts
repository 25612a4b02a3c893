import { z } from 'zod';
import { choice, sentence, text } from './_leaf';
import { portName, squadName } from './name';
import { remotePort } from './network';

/** How a caller knows whom it talks to. */
export const TRUST = ['public-ca', 'company-ca', 'cloud-sql', 'peer-key'] as const;

/** A managed PostgreSQL that the environment's foundation creates, at the address that the environment lists. */
const cloudSql = z.strictObject({
  version: text(
    /^POSTGRES_1[4-8]$/,
    'a version such as "POSTGRES_17"',
    'write a version that Cloud SQL offers',
  ),
});

/**
 * Something that services call and that this platform does not run: a database, a broker, a bank's API, a
 * blockchain network. Where it is, each environment says.
 */
export const externalDependency = z.strictObject({
  /** The squad that answers for it. */
  squad: squadName,
  description: sentence(10, 200, 'say what it is and who runs it'),
  ports: z.record(portName, remotePort),
  trust: choice(TRUST),
  /** Present: Cloud SQL, and ours. @default somebody else runs it */
  cloudSql: cloudSql.optional(),
  /**
   * `network`: at addresses that the environment lists. `internet`: anywhere outside, which needs an entry
   * with an expiry in the exception register. @default "network"
   */
  reach: choice(['network', 'internet']).optional(),
});
