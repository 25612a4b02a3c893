import { type ContainerSizes, TenantNamespace } from '@plinth/kubernetes';
import {
  CERTIFICATES_LABEL,
  certificateIssuers,
  type EnvironmentFacts,
  publicRoutes,
  type ResolvedEnvironment,
  type ResolvedSquad,
  vaultLogins,
} from '@plinth/model';
import type { Construct } from 'constructs';
import { SECRETS_LABEL } from './addons/vault-certificate';
import { ownerOf } from './place';
import { namespaceChart, protect } from './platform-namespace';
import { ROUTES_LABEL } from './public-gateway';

/** The home of every squad, whether it has released anything or not. */
export function tenants(scope: Construct, environment: ResolvedEnvironment): void {
  const { name, facts, squads } = environment;
  const withRoutes = new Set(publicRoutes(environment).map(({ namespace }) => namespace));
  const withCertificates = new Set(certificateIssuers(environment).map(({ namespace }) => namespace));
  const withSecrets = new Set(vaultLogins(environment).map(({ namespace }) => namespace));
  for (const squad of squads) {
    const tenant = new TenantNamespace(namespaceChart(scope, squad.name), 'tenant', {
      name: squad.name,
      owner: ownerOf(squad, name),
      podSecurityVersion: `v${facts.kubernetesVersion}`,
      quota: squad.quota,
      containers: containers(squad, facts),
      access: [
        { role: 'viewer', group: squad.group },
        { role: 'responder', group: squad.group },
      ],
    });
    protect(tenant);
    // Only where something is exposed may anything attach itself to the gateway.
    if (withRoutes.has(squad.name)) tenant.nodes.namespace.metadata.addLabel(...ROUTES_LABEL);
    if (withCertificates.has(squad.name)) tenant.nodes.namespace.metadata.addLabel(...CERTIFICATES_LABEL);
    // Only where somebody asks Vault does anybody need to know it.
    if (withSecrets.has(squad.name)) tenant.nodes.namespace.metadata.addLabel(...SECRETS_LABEL);
  }
}

/** No container is larger than what its squad has in all. */
function containers({ quota }: ResolvedSquad, { largestContainer }: EnvironmentFacts): ContainerSizes {
  const { cpu, memory } = largestContainer;
  return {
    most: {
      cpu: quota.cpuLimit.compare(cpu) < 0 ? quota.cpuLimit : cpu,
      memory: quota.memory.compare(memory) < 0 ? quota.memory : memory,
    },
  };
}
