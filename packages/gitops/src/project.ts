import { AppProject, type AppProjectSpec } from '@plinth/crds';
import type { Construct } from 'constructs';
import { GROUP, NAME, type PropChecks, REPOSITORY, SERVER, SIGNATURE_KEY } from './checks';

/** Where Argo CD lives, with all its projects and applications. */
export const ARGOCD_NAMESPACE = 'argocd';

/** What every project says that permits anything. */
export interface ProjectProps {
  /** The Git repository that its applications may read. */
  readonly repository: string;
  /** The API server that they may write to. */
  readonly server: string;
  /** The group of people who see and sync them. */
  readonly group: string;
  /** Ids of the GnuPG keys one of which has signed the commit. @default - signatures are not asked for */
  readonly signatureKeys?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Keeps what is wrong with the props that all projects have. */
export function checkProject(checks: PropChecks, props: ProjectProps, namespaces: readonly string[]): void {
  checks.text('repository', props.repository, REPOSITORY);
  checks.text('server', props.server, SERVER);
  checks.text('group', props.group, GROUP);
  checks.texts('namespaces', namespaces, NAME);
  if (props.signatureKeys !== undefined) checks.texts('signatureKeys', props.signatureKeys, SIGNATURE_KEY);
}

export interface ProjectParts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: AppProjectSpec;
}

export function createProject(
  scope: Construct,
  { name, labels, annotations, spec }: ProjectParts,
): AppProject {
  return new AppProject(scope, 'Resource', {
    metadata: { name, namespace: ARGOCD_NAMESPACE, labels, annotations },
    spec,
  });
}

export function signedBy(keys: readonly string[] | undefined): AppProjectSpec['signatureKeys'] {
  return keys?.map((keyID) => ({ keyID }));
}
