import { Cpu, Memory } from '@plinth/units';
import { ADD_ON_IDENTITIES } from './cloud-names';
import type { EnvironmentFacts, ResolvedResources } from './resolved';

/**
 * Names that Vault's configuration (`stacks/vault`) and the cluster's manifests share, each in one place.
 */

const { namespace } = ADD_ON_IDENTITIES.vault;

/** Where pods reach the server that decides, and under which name its certificate says so. */
export const VAULT_ADDRESS = `https://vault-active.${namespace}.svc:8200`;

/** `api`: everybody's. `cluster`: between the servers. */
export const VAULT_PORTS = { api: 8200, cluster: 8201 } as const;

/** How many servers there are: as many as replicas of a service, and one more where that is even, so that most of them agree. */
export function vaultServers({ replicaFloor }: Pick<EnvironmentFacts, 'replicaFloor'>): number {
  return replicaFloor + ((replicaFloor + 1) % 2);
}

/** What a token has to be made for, so that Vault takes it, and nobody else does. */
export const VAULT_AUDIENCE = 'vault';

/** The ConfigMap with the authority of Vault's own certificate, in each namespace that asks for secrets. */
export const VAULT_CA = { configMap: 'vault-ca', file: 'ca.crt' } as const;

/** The disk of audit logs in each server, and the file there that Vault writes; the server keeps it from filling up. */
export const VAULT_AUDIT = { folder: '/vault/audit', file: '/vault/audit/audit.log' } as const;

/** Where the parts of Vault are mounted. Each environment has a Vault of its own, so no name says which. */
export const VAULT_MOUNTS = {
  kv: 'kv',
  database: 'database',
  pki: 'pki',
  pkiRoot: 'pki-root',
  kubernetes: 'kubernetes',
  oidc: 'oidc',
} as const;

/** The key of `releases.json` under which the image of the agent stands. */
export const VAULT_AGENT = 'vault-agent';

/** The public image of the agent, and of the server. */
export const VAULT_IMAGE = 'hashicorp/vault';

/**
 * What the agent gets in each pod that asks for secrets. It keeps 35 MiB for itself; the rest is its program, half of which
 * it reads again and again. On a node that has not run it yet, 128 MiB let it start after half a minute and never come to rest.
 */
export const VAULT_AGENT_RESOURCES: ResolvedResources = {
  cpu: Cpu.millis(25),
  cpuLimit: Cpu.millis(250),
  memory: Memory.mebibytes(192),
  ephemeralStorage: Memory.mebibytes(16),
};

/** Where the program finds a secret, unless its workload says otherwise. */
export function secretFile(secret: string): string {
  return `/secrets/${secret}`;
}

/** The ServiceAccount, and so the role, of the job before the roll-out of a service. */
export function beforeRolloutName(service: string): string {
  return `${service}-before`;
}

/** Makes accounts of one database for one service; the service's name has no dot in it. */
export function databaseRole(service: string, secret: string): string {
  return `${service}.${secret}`;
}

/** The schema of a service in a database, and the role that owns it. */
export function databaseSchema(service: string): string {
  return service;
}

/** The role that reads the schema of a service. */
export function databaseReader(service: string): string {
  return `${service}:read`;
}

/** The policy of a role: what services may do, and what people may, are told apart at a glance. */
export function servicePolicy(role: string): string {
  return `service-${role}`;
}

/** The policy of the people of a squad, who put static secrets where its services look for them. */
export function squadPolicy(squad: string): string {
  return `squad-${squad}`;
}

/** What everybody may who has logged in as a person. */
export const PEOPLE_POLICY = 'people';

/** The policy of the people who configure Vault. */
export const ADMINISTRATORS_POLICY = 'administrators';

/** Where the API keeps the value of a path. */
export function kvData(path: string): string {
  return `${VAULT_MOUNTS.kv}/data/${path}`;
}

/** Where the API keeps what is known of a path: versions and times, never a value. */
export function kvMetadata(path: string): string {
  return `${VAULT_MOUNTS.kv}/metadata/${path}`;
}
