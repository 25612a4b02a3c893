import type { AppProjectSpec } from '@plinth/crds';

type ProjectRole = NonNullable<AppProjectSpec['roles']>[number];

/**
 * What the people of a project do in Argo CD: look, and start again what Git already says. Nobody overrides a
 * source, deletes, or enters a container; what is not written here is refused.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/
 */
export function memberRole(project: string, group: string): ProjectRole {
  const may = (action: string) => `p, proj:${project}:member, applications, ${action}, ${project}/*, allow`;
  return {
    name: 'member',
    description: `sees and syncs the applications of ${project}`,
    groups: [group],
    policies: [may('get'), may('sync')],
  };
}
