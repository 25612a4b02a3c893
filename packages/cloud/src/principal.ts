import { type Problem, show, UserError } from '@plinth/errors';
import type { Input } from '@pulumi/pulumi';

/**
 * Somebody who can be given rights: a workload's identity, a service agent, a group.
 * @see https://cloud.google.com/iam/docs/principals-overview
 */
export interface Principal {
  /** What we call it: part of the names of what it is granted, so it never changes. */
  readonly name: string;
  /** What Google calls it: `serviceAccount:shop@project.iam.gserviceaccount.com`. */
  readonly member: Input<string>;
}

const MEMBER = /^(?:user|group|serviceAccount):[^\s:]+@[^\s:]+$|^principal(?:Set)?:\/\/[^\s]+$/;
/** What Google makes by itself has the rights of an editor, and whoever runs on a machine has it. */
const DEFAULT_ACCOUNT = /-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Nobody in particular, and accounts that anything may run as, get no rights. */
export function principalProblems(where: string, { name, member }: Principal): Problem[] {
  const problems: Problem[] = [];
  if (!NAME.test(name)) {
    problems.push({
      code: 'principal-name',
      where,
      found: show(name),
      allowed: 'lower-case letters, digits and hyphens',
      fix: 'name it as the service or the agent is named',
    });
  }
  const problem = typeof member === 'string' ? memberProblem(where, member) : undefined;
  return problem === undefined ? problems : [...problems, problem];
}

/** @throws UserError for somebody who must not be given rights */
export function requirePrincipal(where: string, principal: Principal): void {
  UserError.throwIfAny(principalProblems(where, principal));
}

function memberProblem(where: string, member: string): Problem | undefined {
  const found = show(member);
  if (member === 'allUsers' || member === 'allAuthenticatedUsers') {
    return {
      code: 'public-member',
      where,
      found,
      allowed: 'somebody in particular: a service account, a group, a person',
      fix: 'name who needs it; nothing of the platform is public',
    };
  }
  if (DEFAULT_ACCOUNT.test(member)) {
    return {
      code: 'default-account',
      where,
      found,
      allowed: 'a service account of its own',
      fix: 'make a WorkloadIdentity and grant it the right',
    };
  }
  if (MEMBER.test(member)) return undefined;
  return {
    code: 'member',
    where,
    found,
    allowed: '"user:", "group:" or "serviceAccount:" and an address, or "principal://…"',
    fix: 'write the kind before the address',
  };
}
