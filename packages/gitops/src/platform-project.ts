import type { AppProject } from '@plinth/crds';
import { Construct } from 'constructs';
import { CHARTS, PropChecks } from './checks';
import { PLATFORM_CLUSTER_KINDS, PLATFORM_KINDS } from './permitted-kind';
import { ARGOCD_NAMESPACE, checkProject, createProject, type ProjectProps, signedBy } from './project';
import { memberRole } from './project-role';

export interface PlatformProjectProps extends ProjectProps {
  /** The OCI repository from which its charts come. */
  readonly charts: string;
  /** The namespaces beside Argo CD's and the add-ons' that it may write to. */
  readonly namespaces: readonly string[];
}

/** The platform's project: what squads may not touch. */
export const PLATFORM_PROJECT = 'platform';

/** Where the add-ons of every platform are; some of them also say something in `kube-system`. */
export const PLATFORM_NAMESPACES = {
  certManager: 'cert-manager',
  customMetrics: 'custom-metrics',
  system: 'kube-system',
  vault: 'vault',
} as const satisfies Readonly<Record<string, string>>;

/**
 * Everything that squads may not touch: namespaces, rights, quotas, add-ons, and the projects themselves. Wide,
 * but by name: no pattern permits anything here either.
 *
 * @throws UserError with everything that is wrong with the props
 */
export class PlatformProject extends Construct {
  readonly project: AppProject;
  readonly name: string = PLATFORM_PROJECT;

  constructor(scope: Construct, id: string, props: PlatformProjectProps) {
    super(scope, id);
    const { repository, charts, server, group, signatureKeys, labels } = props;
    const namespaces = [
      ...new Set([ARGOCD_NAMESPACE, ...Object.values(PLATFORM_NAMESPACES), ...props.namespaces]),
    ].sort();
    const checks = new PropChecks(this);
    checkProject(checks, props, namespaces);
    checks.text('charts', charts, CHARTS);
    checks.done();

    this.project = createProject(this, {
      name: this.name,
      labels,
      spec: {
        description: 'what all squads stand on',
        sourceRepos: [repository, charts],
        destinations: namespaces.map((namespace) => ({ server, namespace })),
        clusterResourceWhitelist: PLATFORM_CLUSTER_KINDS,
        namespaceResourceWhitelist: PLATFORM_KINDS,
        // Shown, without a warning: Argo CD's own installation stands beside what it deploys.
        orphanedResources: { warn: false },
        roles: [memberRole(this.name, group)],
        signatureKeys: signedBy(signatureKeys),
      },
    });
  }
}
