import { type Problem, show } from '@plinth/errors';

const ROLE = /^(?:roles|projects\/[a-z0-9-]+\/roles|organizations\/\d+\/roles)\/[A-Za-z0-9_.]+$/;
const BASIC = /^roles\/(?:owner|editor|viewer|browser|writer|reader|admin)$/;
const ADMINISTRATION = /admin|editor|owner/i;

/**
 * Roles with which one becomes somebody else, and so whatever that one may do.
 * @see https://cloud.google.com/iam/docs/best-practices-service-accounts
 */
const IMPERSONATION =
  /^roles\/(?:iam\.(?:serviceAccount(?:User|TokenCreator|OpenIdTokenCreator)|workloadIdentityUser)|.+\.\w*[sS]erviceAgent|dataproc\.hubAgent|dataflow\.developer|cloudbuild\.builds\.builder|composer\.worker|run\.sourceDeveloper|backupdr\.computeEngineOperator)$/;

/** Which roles a workload may have in a whole project: those that read or write one kind of thing. */
export function projectRoleProblems(where: string, role: string): Problem[] {
  const found = show(role);
  const allowed = 'a role that reads or writes one kind of thing, such as "roles/monitoring.metricWriter"';
  if (!ROLE.test(role)) {
    return [{ code: 'role', where, found, allowed, fix: 'write it with "roles/" before its name' }];
  }
  if (BASIC.test(role)) {
    return [{ code: 'basic-role', where, found, allowed, fix: 'grant what is needed, service by service' }];
  }
  if (IMPERSONATION.test(role)) {
    return [
      {
        code: 'impersonation-role',
        where,
        found,
        allowed,
        fix: 'grant it on the one service account that is meant',
      },
    ];
  }
  if (!ADMINISTRATION.test(role)) return [];
  return [
    {
      code: 'admin-role',
      where,
      found,
      allowed,
      fix: 'grant it on the one resource, or to a person for a while',
    },
  ];
}
