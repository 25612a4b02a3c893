import { PLATFORM_NAMESPACES } from '@plinth/gitops';
import { pullThrough, WEBHOOK_PORTS } from '@plinth/model';
import type { Construct } from 'constructs';
import type { Place } from '../place';
import { addOn } from './add-on';
import {
  type Apart,
  apart,
  disruptionBudget,
  type Image,
  type PodSecurity,
  podSecurity,
  type Size,
  type Spread,
  size,
  spreadOver,
} from './hardening';

interface TrustManagerValues {
  readonly replicaCount: number;
  readonly image: Image;
  readonly crds: { readonly enabled: true; readonly keep: true };
  readonly app: {
    readonly trust: { readonly namespace: string };
    readonly webhook: { readonly port: number };
  };
  readonly defaultPackage: { readonly enabled: false };
  readonly secretTargets: { readonly enabled: false };
  readonly priorityClassName: string;
  readonly resources: Size;
  readonly podSecurityContext: PodSecurity;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: number };
  readonly affinity: Apart;
  readonly topologySpreadConstraints: readonly Spread[];
}

const VERSION = 'v0.25.0';

/**
 * Copies the company's own roots to where services read them. It lives with cert-manager, whose certificate
 * its webhook has, and so comes after it. Its chart hardens the container by itself.
 */
export function trustManager(scope: Construct, place: Place): void {
  const { replicaFloor } = place.facts;
  const labels = { 'app.kubernetes.io/instance': 'trust-manager' };
  addOn<TrustManagerValues>(scope, place, {
    name: 'trust-manager',
    version: VERSION,
    namespace: PLATFORM_NAMESPACES.certManager,
    wave: 'pki',
    values: {
      replicaCount: replicaFloor,
      image: {
        repository: pullThrough('quay-io', 'jetstack/trust-manager', place.facts),
        tag: VERSION,
        pullPolicy: 'Always',
      },
      crds: { enabled: true, keep: true },
      app: {
        trust: { namespace: PLATFORM_NAMESPACES.certManager },
        webhook: { port: WEBHOOK_PORTS.trustManager },
      },
      // Services trust our own authorities, never the list of a distribution, and never from a Secret.
      defaultPackage: { enabled: false },
      secretTargets: { enabled: false },
      priorityClassName: 'core',
      resources: size('50m', '500m', '128Mi'),
      podSecurityContext: podSecurity(),
      podDisruptionBudget: disruptionBudget(replicaFloor),
      affinity: apart(labels),
      topologySpreadConstraints: spreadOver(labels),
    },
  });
}
