import { HTTPRoute } from '@plinth/crds';
import type { Construct } from 'constructs';
import type { ResolvedExposure } from './exposure';
import type { Identity } from './owner';
import { EDGE_PORT, type Port } from './port';

/** The way in through a gateway of others to the port `edge` of the Service. */
export function _route(
  scope: Construct,
  id: string,
  identity: Identity,
  ports: readonly Port[],
  exposure: ResolvedExposure | undefined,
): HTTPRoute | undefined {
  const edge = ports.find((port) => port.name === EDGE_PORT);
  if (exposure === undefined || edge === undefined) return undefined;
  const { namespace, name } = exposure.gateway;
  return new HTTPRoute(scope, id, {
    metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace, name }],
      hostnames: exposure.hostnames,
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: exposure.path } }],
          backendRefs: [{ group: '', kind: 'Service', name: identity.name, port: edge.number, weight: 1 }],
        },
      ],
    },
  });
}
