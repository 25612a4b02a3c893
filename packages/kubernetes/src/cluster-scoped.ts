import type { Draft, KubernetesObject, Manifest } from '@plinth/manifest';
import { Chart } from 'cdk8s';

/** Takes away the namespace that cdk8s gives every object of a chart that has one. */
export function _clusterScoped<T extends KubernetesObject>(manifest: Manifest<T>): void {
  if (Chart.of(manifest).namespace === undefined) return;
  manifest.transform((draft) => {
    const { metadata } = draft as Draft<KubernetesObject>;
    delete metadata.namespace;
  });
}
