/** The folder of the repository that holds what was rendered, by environment, stack and namespace. */
export const MANIFEST_FOLDER = 'manifests';

/** Where a stack's files are, seen from the root of the repository. */
export function manifestPath(environment: string, stack: string, namespace?: string): string {
  return [MANIFEST_FOLDER, environment, stack, ...(namespace === undefined ? [] : [namespace])].join('/');
}
