import type { AppProject } from '@plinth/crds';
import { Construct } from 'constructs';
import { NAME, PropChecks } from './checks';
import { EVERY_KIND, type PermittedKind, SERVICE_KINDS } from './permitted-kind';
import { checkProject, createProject, type ProjectProps, signedBy } from './project';
import { memberRole } from './project-role';

export interface SquadProjectProps extends ProjectProps {
  /** The squad, and so the one namespace of its services. */
  readonly squad: string;
}

/** The project of a squad: apart from the platform's, whatever a squad is called. */
export function squadProjectName(squad: string): string {
  return `squad-${squad}`;
}

/**
 * What the services of one squad may be: these kinds, from this repository, in the squad's namespace. Nothing
 * is permitted by pattern and nothing without a namespace.
 *
 * @example
 * new SquadProject(chart, 'exchange', {
 *   squad: 'exchange',
 *   repository: 'https://git.example.com/platform/plinth.git',
 *   server: 'https://kubernetes.default.svc',
 *   group: 'squad-exchange@example.com',
 * });
 *
 * @throws UserError with everything that is wrong with the props
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
 */
export class SquadProject extends Construct {
  readonly project: AppProject;
  readonly name: string;
  readonly kinds: readonly PermittedKind[] = SERVICE_KINDS;

  constructor(scope: Construct, id: string, props: SquadProjectProps) {
    super(scope, id);
    const { squad, repository, server, group, signatureKeys, labels } = props;
    const checks = new PropChecks(this);
    checks.text('squad', squad, NAME);
    checkProject(checks, props, [squad]);
    checks.done();

    this.name = squadProjectName(squad);
    this.project = createProject(this, {
      name: this.name,
      labels,
      spec: {
        description: `services of the squad ${squad}`,
        sourceRepos: [repository],
        destinations: [{ server, namespace: squad }],
        clusterResourceWhitelist: [],
        clusterResourceBlacklist: [EVERY_KIND],
        namespaceResourceWhitelist: this.kinds,
        // What nobody declared is seen; it is not deleted behind anybody's back.
        orphanedResources: { warn: true },
        roles: [memberRole(this.name, group)],
        signatureKeys: signedBy(signatureKeys),
      },
    });
  }
}
