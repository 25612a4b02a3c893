import { PATH, type PropChecks, REPOSITORY, REVISION } from './checks';

/** Plain YAML at one place of a Git repository. */
export interface GitSource {
  readonly repository: string;
  /** A protected branch or a commit. */
  readonly revision: string;
  /** The folder of the manifests. */
  readonly path: string;
}

export function checkGitSource(checks: PropChecks, { repository, revision, path }: GitSource): void {
  checks.text('source.repository', repository, REPOSITORY);
  checks.text('source.revision', revision, REVISION);
  checks.text('source.path', path, PATH);
}
