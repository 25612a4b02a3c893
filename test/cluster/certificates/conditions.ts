import type { CertificateSpec } from '@plinth/crds';
import type { KubernetesObject } from '@plinth/testing';

/** A Certificate as it is rendered. */
export type Certificate = KubernetesObject & { readonly spec: CertificateSpec };

/** What cert-manager says of an object. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** A condition of an object, unless it is about an older generation of it. */
export function conditionOf({ metadata, status }: KubernetesObject, type: string): Condition | undefined {
  const conditions = (status?.conditions ?? []) as readonly Condition[];
  return conditions.find(
    (condition) =>
      condition.type === type &&
      (condition.observedGeneration === undefined || condition.observedGeneration === metadata.generation),
  );
}
