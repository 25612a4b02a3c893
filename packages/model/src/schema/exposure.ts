import { z } from 'zod';
import { text } from './_leaf';
import { urlPath } from './network';

/** Reachable from the internet through the environment's gateway, and nowhere else. */
export const publicRoute = z.strictObject({
  type: z.literal('public'),
  /** Requests under this path come here. */
  path: urlPath,
  /** Host below the environment's domain. @default "api" */
  host: text(
    /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){0,62}$/,
    'one label of a host name, such as "api"',
    'leave out the domain: the environment adds it',
  ).optional(),
});
