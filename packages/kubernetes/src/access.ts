import { oneOf, show, UserError } from '@plinth/errors';
import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { Role, RoleBinding } from './kinds';
import { NAMESPACE_ROLES, type NamespaceRole } from './namespace-role';
import type { Identity } from './owner';
import { resolveAll } from './resolve';

/** Rights of people in a namespace, by the Google group that they are members of. */
export interface Access {
  readonly role: NamespaceRole;
  /** `gke-exchange@example.com`; people and service accounts have no rights of their own. */
  readonly group: string;
}

/** @throws UserError `access-role`, `access-group` */
export function resolveAccess(input: Access): Access {
  return resolveAll<Access>({ role: () => readRole(input.role), group: () => readGroup(input.group) });
}

export function _role(scope: Construct, identity: Identity, role: NamespaceRole): Manifest<Role> {
  return new Manifest<Role>(scope, `Role-${role}`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: {
      name: role,
      namespace: identity.name,
      labels: identity.labels,
      annotations: identity.annotations,
    },
    rules: NAMESPACE_ROLES[role],
  });
}

/** All groups that have one role. */
export function _roleBinding(
  scope: Construct,
  identity: Identity,
  role: NamespaceRole,
  groups: readonly string[],
): Manifest<RoleBinding> {
  return new Manifest<RoleBinding>(scope, `RoleBinding-${role}`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: {
      name: role,
      namespace: identity.name,
      labels: identity.labels,
      annotations: identity.annotations,
    },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
  });
}

function readRole(value: NamespaceRole): NamespaceRole {
  if (Object.hasOwn(NAMESPACE_ROLES, value)) return value;
  const allowed = oneOf(Object.keys(NAMESPACE_ROLES));
  throw new UserError({
    code: 'access-role',
    where: 'role',
    found: show(value),
    allowed,
    fix: 'write "viewer"',
  });
}

function readGroup(value: unknown): string {
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9._-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(value))
    return value;
  throw new UserError({
    code: 'access-group',
    where: 'group',
    found: show(value),
    allowed:
      'the address of a Google group, in lower case; groups of Kubernetes (system:…) are not for people',
    fix: 'write for example "gke-exchange@example.com"',
  });
}
