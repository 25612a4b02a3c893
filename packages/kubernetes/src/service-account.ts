import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { ServiceAccount } from './kinds';
import type { Identity } from './owner';
import { _identityAnnotations, type ResolvedWorkloadIdentity } from './workload-identity';

/** An identity of its own for each workload, without a token for the Kubernetes API. */
export function _serviceAccount(
  scope: Construct,
  id: string,
  identity: Identity,
  workloadIdentity?: ResolvedWorkloadIdentity,
): Manifest<ServiceAccount> {
  return new Manifest<ServiceAccount>(scope, id, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: identity.name,
      labels: identity.labels,
      annotations: { ...identity.annotations, ..._identityAnnotations(workloadIdentity) },
    },
    automountServiceAccountToken: false,
  });
}
