import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { ServiceAccount } from './kinds';
import type { Identity } from './owner';

/** An identity of its own for each workload, without a token for the Kubernetes API. */
export function _serviceAccount(scope: Construct, id: string, identity: Identity): Manifest<ServiceAccount> {
  return new Manifest<ServiceAccount>(scope, id, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
    automountServiceAccountToken: false,
  });
}
