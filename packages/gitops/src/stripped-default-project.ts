import type { AppProject } from '@plinth/crds';
import { Construct } from 'constructs';
import { PROTECTED } from './on-removal';
import { EVERY_KIND } from './permitted-kind';
import { createProject } from './project';

export interface StrippedDefaultProjectProps {
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The project `default` with everything taken away. Argo CD makes it by itself, open to everything, and puts
 * every application there that names no project.
 *
 * An empty list of kinds would be dropped on the way to the cluster and then permit all: only the list of
 * what is forbidden closes it.
 */
export class StrippedDefaultProject extends Construct {
  readonly project: AppProject;

  constructor(scope: Construct, id: string, { labels }: StrippedDefaultProjectProps = {}) {
    super(scope, id);
    this.project = createProject(this, {
      name: 'default',
      labels,
      // Were it gone, the next start of Argo CD would make it anew, open again.
      annotations: PROTECTED,
      spec: {
        description: 'nothing may be here',
        sourceRepos: [],
        destinations: [],
        clusterResourceWhitelist: [],
        clusterResourceBlacklist: [EVERY_KIND],
        namespaceResourceBlacklist: [EVERY_KIND],
      },
    });
  }
}
