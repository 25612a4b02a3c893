import {
  ADMINISTRATORS_POLICY,
  kvData,
  kvMetadata,
  PEOPLE_POLICY,
  type ResolvedEnvironment,
  squadPolicy,
  VAULT_MOUNTS,
  vaultLogins,
} from '@plinth/model';
import { Duration } from '@plinth/units';
import { AccessPolicy, type Grant, PeopleLogin } from '@plinth/vault';
import { Config } from '@pulumi/pulumi';
import { ADMINISTRATION } from './administration';
import type { Place } from './place';

const TOKEN = { ttl: Duration.hours(1), maxTtl: Duration.hours(8) };

/** Squads put and destroy what their services read, and read none of it; administrators configure, and read none of it either. */
export function people({ environment, options }: Place): void {
  const { vault } = environment.facts;
  if (vault === undefined) return;
  const policy = (policyName: string, grants: readonly Grant[]) =>
    new AccessPolicy(policyName, { policyName, grants }, options);
  const { issuer, clientId } = vault.signIn;
  const login = new PeopleLogin(
    VAULT_MOUNTS.oidc,
    {
      mountPath: VAULT_MOUNTS.oidc,
      issuer,
      clientId,
      clientSecret: new Config().requireSecret('oidcClientSecret'),
      policy: policy(PEOPLE_POLICY, OWN_TOKEN),
      token: TOKEN,
    },
    options,
  );
  login.addGroup({
    groupName: ADMINISTRATORS_POLICY,
    claim: vault.administrators,
    policy: policy(ADMINISTRATORS_POLICY, ADMINISTRATION),
  });
  for (const { name, group } of environment.squads) {
    const paths = pathsOf(name, environment);
    if (paths.length === 0) continue;
    const groupName = squadPolicy(name);
    login.addGroup({ groupName, claim: group, policy: policy(groupName, paths.flatMap(putting)) });
  }
}

/** Where services of a squad look for values that people put. */
function pathsOf(squad: string, { services, ...environment }: ResolvedEnvironment): string[] {
  const own = services.filter((service) => service.squad === squad);
  const secrets = vaultLogins({ ...environment, services: own }).flatMap((login) => login.secrets);
  return [...new Set(secrets.flatMap((secret) => (secret.engine === 'kv' ? [secret.path] : [])))].sort();
}

/** What is done with versions of a path, by number: away, back again, away for ever. */
const OF_VERSIONS = ['delete', 'undelete', 'destroy'] as const;

/**
 * A new value over the old one, versions away, and when each was put: by whom nobody knows but the audit log. None of it
 * shows a value.
 */
function putting(path: string): Grant[] {
  return [
    { path: kvData(path), capabilities: ['create', 'update'] },
    { path: kvMetadata(path), capabilities: ['read'] },
    ...OF_VERSIONS.map(
      (verb): Grant => ({ path: `${VAULT_MOUNTS.kv}/${verb}/${path}`, capabilities: ['update'] }),
    ),
  ];
}

const OWN_TOKEN: readonly Grant[] = [
  { path: 'auth/token/lookup-self', capabilities: ['read'] },
  { path: 'auth/token/renew-self', capabilities: ['update'] },
  { path: 'auth/token/revoke-self', capabilities: ['update'] },
];
