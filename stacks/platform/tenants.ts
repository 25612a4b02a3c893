import { type ContainerSizes, TenantNamespace } from '@plinth/kubernetes';
import type { ResolvedEnvironment, ResolvedSquad } from '@plinth/model';
import { Cpu, Memory } from '@plinth/units';
import type { Construct } from 'constructs';
import { ownerOf } from './place';
import { namespaceChart, protect } from './platform-namespace';
import { ROUTES_LABEL } from './public-gateway';

/** The largest container that shares a node with others. */
const LARGEST = { cpu: Cpu.cores(8), memory: Memory.gibibytes(16) };

/** The home of every squad, whether it has released anything or not. */
export function tenants(scope: Construct, { name, facts, squads, services }: ResolvedEnvironment): void {
  const exposed = services.filter(
    (service) => service.kind === 'web-service' && service.exposure !== undefined,
  );
  const withRoutes = new Set(exposed.map(({ namespace }) => namespace));
  for (const squad of squads) {
    const tenant = new TenantNamespace(namespaceChart(scope, squad.name), 'tenant', {
      name: squad.name,
      owner: ownerOf(squad, name),
      podSecurityVersion: `v${facts.kubernetesVersion}`,
      quota: squad.quota,
      containers: containers(squad),
      access: [
        { role: 'viewer', group: squad.group },
        { role: 'responder', group: squad.group },
      ],
    });
    protect(tenant);
    // Only where something is exposed may anything attach itself to the gateway.
    if (withRoutes.has(squad.name)) tenant.nodes.namespace.metadata.addLabel(...ROUTES_LABEL);
  }
}

/** No container is larger than what its squad has in all. */
function containers({ quota }: ResolvedSquad): ContainerSizes {
  return {
    most: {
      cpu: quota.cpuLimit.compare(LARGEST.cpu) < 0 ? quota.cpuLimit : LARGEST.cpu,
      memory: quota.memory.compare(LARGEST.memory) < 0 ? quota.memory : LARGEST.memory,
    },
  };
}
