import { type KubernetesObject, type ObjectRef, refTo } from '@plinth/testing';

/**
 * What somebody declared of an object: without what the API server and controllers write. Argo CD writes its own objects without
 * fields that are false or empty.
 */
export function contentOf({ metadata, status: _, operation: __, ...content }: KubernetesObject): object {
  return JSON.parse(JSON.stringify({ labels: metadata.labels, ...content }), (_key, value) =>
    isUnsaid(value) ? undefined : value,
  );
}

function isUnsaid(value: unknown): boolean {
  return value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** The documents of a YAML file, as text. */
export function documentsOf(file: string): readonly string[] {
  return file.split(/^---\n/m).filter((text) => text.trim() !== '');
}

export function joined(documents: readonly string[]): string {
  return documents.map((text) => `---\n${text}`).join('');
}

/** The least that an object of a kind says, for a file in Git. */
export function document({ apiVersion, kind, metadata: { name, namespace } }: ObjectRef): string {
  return `${JSON.stringify({ apiVersion, kind, metadata: { name, namespace } })}\n`;
}

export const deployment = (name: string, namespace: string) =>
  refTo('apps/v1', 'Deployment', name, namespace);
export const configMap = (name: string, namespace: string) => refTo('v1', 'ConfigMap', name, namespace);
export const disruptionBudget = (name: string, namespace: string) =>
  refTo('policy/v1', 'PodDisruptionBudget', name, namespace);
export const networkPolicy = (name: string, namespace: string) =>
  refTo('networking.k8s.io/v1', 'NetworkPolicy', name, namespace);
export const rights = (kind: 'Role' | 'RoleBinding' | 'ClusterRole', name: string, namespace?: string) =>
  refTo('rbac.authorization.k8s.io/v1', kind, name, namespace);
export const application = (name: string) => refTo('argoproj.io/v1alpha1', 'Application', name, 'argocd');
