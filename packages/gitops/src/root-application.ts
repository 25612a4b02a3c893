import type { Application } from '@plinth/crds';
import { Construct } from 'constructs';
import { applicationChecks, createApplication } from './argo-application';
import { checkGitSource, type GitSource } from './git-source';
import { plainYaml } from './manifest-application';
import { PROTECTED } from './on-removal';
import { PLATFORM_PROJECT } from './platform-project';
import { ARGOCD_NAMESPACE } from './project';

export interface RootApplicationProps {
  /** The folder with all projects and applications, and with this one. */
  readonly source: GitSource;
  /** The API server of Argo CD's own cluster. */
  readonly server: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The application of all applications of an environment: applied once on an empty cluster, it keeps
 * itself and everything else as Git says. Deleting it stops the reading and deletes nothing.
 *
 * @throws UserError with everything that is wrong with the props
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export class RootApplication extends Construct {
  readonly application: Application;

  constructor(scope: Construct, id: string, { source, server, labels = {} }: RootApplicationProps) {
    super(scope, id);
    const destination = { server, namespace: ARGOCD_NAMESPACE };
    const props = { name: 'root', project: PLATFORM_PROJECT, destination, labels };
    const checks = applicationChecks(this, props);
    checkGitSource(checks, source);
    checks.done();
    this.application = createApplication(this, props, {
      source: plainYaml(source),
      onRemoval: 'keep',
      annotations: PROTECTED,
    });
  }
}
