import type { ApiClient } from '../api-client';
import type { KubernetesObject } from '../kubernetes-object';

const GROUP = 'gateway.networking.k8s.io/v1';
const CONTROLLER = 'networking.gke.io/gateway';

interface Listener {
  readonly name: string;
}

/**
 * Stands in for the gateway controller of the cloud: every Gateway gets an address, every HTTPRoute is accepted. It says
 * yes to all; whether a route is right is not shown by it.
 */
export async function reportGatewayStatus(api: ApiClient, signal: AbortSignal): Promise<void> {
  const report = (object: KubernetesObject, status: object): void => {
    if (isReported(object)) return;
    // Deleted or changed meanwhile: the next event tells.
    api.patch(object, { status }, { subresource: 'status' }).catch(() => undefined);
  };
  await api.watch(
    GROUP,
    'Gateway',
    ({ type, object }) => type !== 'DELETED' && report(object, gateway(object)),
    {
      signal,
    },
  );
  await api.watch(
    GROUP,
    'HTTPRoute',
    ({ type, object }) => type !== 'DELETED' && report(object, route(object)),
    {
      signal,
    },
  );
}

/** Whether this generation has its status. */
function isReported({ kind, metadata, status }: KubernetesObject): boolean {
  const conditions = (kind === 'Gateway' ? status?.conditions : status?.parents?.[0]?.conditions) ?? [];
  return (conditions as readonly { observedGeneration?: number }[]).some(
    ({ observedGeneration }) => observedGeneration === metadata.generation,
  );
}

function gateway({ metadata, spec }: KubernetesObject): object {
  const conditions = ['Accepted', 'Programmed'].map((type) => condition(type, metadata.generation));
  return {
    addresses: [{ type: 'IPAddress', value: '192.0.2.10' }],
    conditions,
    listeners: (spec.listeners as readonly Listener[]).map(({ name }) => ({
      name,
      attachedRoutes: 0,
      supportedKinds: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }],
      conditions: [...conditions, condition('ResolvedRefs', metadata.generation)],
    })),
  };
}

function route({ metadata, spec }: KubernetesObject): object {
  return {
    parents: (spec.parentRefs as readonly object[]).map((parentRef) => ({
      parentRef,
      controllerName: CONTROLLER,
      conditions: ['Accepted', 'ResolvedRefs'].map((type) => condition(type, metadata.generation)),
    })),
  };
}

function condition(type: string, observedGeneration: number | undefined): object {
  return {
    type,
    status: 'True',
    reason: type,
    message: 'simulated',
    observedGeneration,
    lastTransitionTime: new Date().toISOString(),
  };
}
