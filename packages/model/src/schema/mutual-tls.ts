import { z } from 'zod';
import { portName } from './name';
import { port } from './network';

/** A proxy beside the program ends mutual TLS in its place; the program speaks plainly with it, over loopback. */
export const sidecar = z.strictObject({
  by: z.literal('sidecar'),
  /** Where the program listens on 127.0.0.1, by the name of the port that others call. @default none: it calls and does not serve */
  plain: z.record(portName, port).optional(),
});
