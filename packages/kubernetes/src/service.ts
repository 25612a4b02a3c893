import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import type { Service } from './kinds';
import type { V27 } from './kplus';
import type { Identity } from './owner';
import { INSTANCE } from './owner';
import { EDGE_PORT, HEALTH_PORT, type Port } from './port';

/**
 * The name by which others in the cluster reach a workload: ports as declared, without the health port.
 * Never a load balancer or a node port. `headless` gives each pod a name of its own.
 */
export function _service(
  scope: Construct,
  id: string,
  identity: Identity,
  ports: readonly Port[],
  addressing: 'balanced' | 'headless' = 'balanced',
): Manifest<Service> {
  return new Manifest<Service>(scope, id, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: identity.name, labels: identity.labels, annotations: identity.annotations },
    spec: {
      type: 'ClusterIP',
      ...(addressing === 'headless' && { clusterIP: 'None' }),
      selector: { [INSTANCE]: identity.name },
      ports: ports.filter((port) => port.name !== HEALTH_PORT).map(toServicePort),
    },
  });
}

function toServicePort({ name, number, protocol }: Port): V27['ServicePort'] {
  return {
    name,
    port: number,
    targetPort: name,
    protocol,
    // Tells the gateway to encrypt its connection to the pod.
    ...(name === EDGE_PORT && { appProtocol: 'HTTPS' }),
  };
}
