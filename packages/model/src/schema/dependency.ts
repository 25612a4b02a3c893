import { z } from 'zod';
import { choice, sentence } from './_leaf';
import { portName, squadName } from './name';
import { remotePort } from './network';

/** How a caller knows whom it talks to. */
export const TRUST = ['public-ca', 'company-ca', 'cloud-sql', 'peer-key'] as const;

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
  /**
   * `network`: at addresses that the environment lists. `internet`: anywhere outside, which needs an entry
   * with an expiry in the exception register. @default "network"
   */
  reach: choice(['network', 'internet']).optional(),
});
