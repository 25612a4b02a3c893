import type { Settings } from './argo-cd-settings';

/** The people of one project. */
export interface ProjectMembers {
  readonly project: string;
  /** The group as the single sign-on names it. */
  readonly group: string;
}

/**
 * The ConfigMap `argocd-rbac-cm`. Seeing and syncing applications is said once, by the role of each project; here is what a
 * project cannot say: who sees the project itself, and what nobody does, whatever a project permits. A refusal wins over every
 * permission of the same group.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/
 */
export function argoCdRights(members: readonly ProjectMembers[]): Settings {
  return {
    // Who is in no group of ours sees nothing. `role:readonly` would show every manifest and every log to all who can sign in.
    'policy.default': '',
    'policy.matchMode': 'glob',
    scopes: '[groups]',
    'policy.csv': [...members.map(sees), ...groupsOf(members).flatMap(refusals), ''].join('\n'),
  };
}

function sees({ project, group }: ProjectMembers): string {
  return `p, ${group}, projects, get, ${project}, allow`;
}

/**
 * Never through Argo CD: a shell in a container, and a source, a parameter or an object that is not what Git says. Whoever may not
 * delete or update an application may still delete or update an object of it, `delete/<group>/<kind>/...`, unless that is refused too.
 */
function refusals(group: string): readonly string[] {
  const never = (resource: string, action: string) => `p, ${group}, ${resource}, ${action}, */*, deny`;
  return [
    never('exec', '*'),
    never('applications', 'action/*'),
    never('applications', 'create'),
    never('applications', 'delete'),
    never('applications', 'delete/*'),
    never('applications', 'override'),
    never('applications', 'update'),
    never('applications', 'update/*'),
    never('applicationsets', '*'),
  ];
}

function groupsOf(members: readonly ProjectMembers[]): readonly string[] {
  return [...new Set(members.map(({ group }) => group))].sort();
}
