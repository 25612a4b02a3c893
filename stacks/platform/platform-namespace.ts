import { PROTECTED } from '@plinth/gitops';
import { type Quota, TenantNamespace } from '@plinth/kubernetes';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ownerOf, type Place } from './place';

export interface PlatformNamespace {
  readonly name: string;
  readonly quota: Quota;
  /** More labels of the namespace. @default none */
  readonly labels?: readonly (readonly [string, string])[];
}

/** A namespace of the platform: as closed as a squad's, and nobody looks in but by the cluster's own rights. */
export function platformNamespace(scope: Construct, place: Place, props: PlatformNamespace): Chart {
  const { name, quota, labels = [] } = props;
  const chart = namespaceChart(scope, name);
  const tenant = new TenantNamespace(chart, 'tenant', {
    name,
    owner: ownerOf(place.squad, place.environment),
    podSecurityVersion: `v${place.facts.kubernetesVersion}`,
    quota,
  });
  protect(tenant);
  for (const label of labels) tenant.nodes.namespace.metadata.addLabel(...label);
  return chart;
}

/** The file of a namespace: `<namespace>/namespace.yaml`. */
export function namespaceChart(scope: Construct, namespace: string): Chart {
  return new Chart(new Construct(scope, `namespace-${namespace}`), 'namespace', { namespace });
}

/** A namespace goes only when a person says so: with it go the disks of its nodes. */
export function protect({ nodes }: TenantNamespace): void {
  for (const [key, value] of Object.entries(PROTECTED)) nodes.namespace.metadata.addAnnotation(key, value);
}
