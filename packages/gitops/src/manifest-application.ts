import type { Application, ApplicationSpec } from '@plinth/crds';
import { Construct } from 'constructs';
import { type ApplicationProps, applicationChecks, createApplication } from './argo-application';
import { FILE } from './checks';
import { checkGitSource, type GitSource } from './git-source';
import type { OnRemoval } from './on-removal';

export interface ManifestApplicationProps extends ApplicationProps {
  readonly source: GitSource;
  /** The one file of the folder that belongs to it. @default - every file of the folder and below */
  readonly file?: string;
  /** What becomes of its objects when it goes. @default delete */
  readonly onRemoval?: OnRemoval;
}

/**
 * An application of plain YAML in Git: what was reviewed is what is applied, nothing is rendered on the way.
 *
 * @example
 * new ManifestApplication(chart, 'ledger', {
 *   name: 'ledger',
 *   project: 'squad-exchange',
 *   source: { repository, revision: 'main', path: 'manifests/live/workloads/exchange' },
 *   file: 'ledger.yaml',
 *   destination: { server: 'https://kubernetes.default.svc', namespace: 'exchange' },
 * });
 *
 * @throws UserError with everything that is wrong with the props
 */
export class ManifestApplication extends Construct {
  readonly application: Application;

  constructor(scope: Construct, id: string, props: ManifestApplicationProps) {
    super(scope, id);
    const { source, file, onRemoval = 'delete' } = props;
    const checks = applicationChecks(this, props);
    checkGitSource(checks, source);
    if (file !== undefined) checks.text('file', file, FILE);
    checks.done();
    this.application = createApplication(this, props, { source: plainYaml(source, file), onRemoval });
  }
}

/** A folder read as it is; Argo CD looks for no other tool when `directory` is given. */
export function plainYaml(
  { repository, revision, path }: GitSource,
  file?: string,
): NonNullable<ApplicationSpec['source']> {
  return {
    repoURL: repository,
    targetRevision: revision,
    path,
    directory: file === undefined ? { recurse: true } : { recurse: false, include: file },
  };
}
