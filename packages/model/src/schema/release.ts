import { z } from 'zod';
import { commit, digest, version } from './image';
import { serviceName } from './name';

/** What runs, to the byte, and where it was built from. */
export const release = z.strictObject({ version, digest, commit });

/** `releases.json` of one environment: written by promotion, read by people. */
export const releases = z.record(serviceName, release);
