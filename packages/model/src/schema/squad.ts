import { z } from 'zod';
import { choice, text, whole } from './_leaf';
import { squadName } from './name';
import { cpu, memory } from './quantity';

/** What a member does for the squad. */
export const ROLES = [
  'devsecops',
  'qa',
  'ui',
  'frontend',
  'backend',
  'fullstack',
  'product',
  'sre',
  'security',
] as const;

const handle = text(
  /^[a-z0-9](?:[a-z0-9]|[.-](?=[a-z0-9])){0,38}$/,
  'a handle of lower-case letters, digits, dots and hyphens, such as "a.keller"',
  'write the handle that the code host knows',
);

const mail = text(
  /^[a-z0-9][a-z0-9._-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}$/,
  'a role address such as "exchange-oncall@acme.example"',
  'write an address that somebody always reads',
);

/** What all pods of a squad may use together in one environment. */
export const quota = z.strictObject({
  cpu,
  memory,
  /** Processor time at which all containers together are throttled. @default twice `cpu` */
  cpuLimit: cpu.optional(),
  pods: whole(1, 5000, 'pods'),
});

/** The people who own services. Its name is also its namespace. */
export const squad = z.strictObject({
  lead: handle,
  deputy: handle,
  /** Handle of each member, with what she does. Lead and deputy are members. */
  members: z.record(handle, z.array(choice(ROLES)).min(1)),
  /** Where an alert goes, and the `owner` annotation of every object. */
  contact: mail,
  chat: text(
    /^#[a-z0-9][a-z0-9_-]{0,79}$/,
    'a channel such as "#squad-exchange"',
    'write the channel with its "#"',
  ),
  /** The squad that is called when nobody of this one answers; absent for the last of the chain. */
  fallback: squadName.optional(),
  /** The Google group of its people, as the cluster knows it. */
  group: mail,
  quota,
});
