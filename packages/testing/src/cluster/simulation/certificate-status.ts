import type { ApiClient } from '../api-client';
import type { KubernetesObject } from '../kubernetes-object';
import { until } from '../until';

const GROUP = 'cert-manager.io/v1';

const CRDS = 'apiextensions.k8s.io/v1';
const KINDS: Readonly<Record<string, string>> = {
  'clusterissuers.cert-manager.io': 'ClusterIssuer',
  'issuers.cert-manager.io': 'Issuer',
  'certificates.cert-manager.io': 'Certificate',
};

/**
 * Stands in for cert-manager's controller, whose pods run nothing here: as soon as its kinds exist, every issuer and every
 * Certificate is ready. Nothing is signed, and no Secret is made.
 */
export async function reportCertificateStatus(api: ApiClient, signal: AbortSignal): Promise<void> {
  const followed = new Set<string>();
  await api.watch(
    CRDS,
    'CustomResourceDefinition',
    ({ object }) => {
      const kind = KINDS[object.metadata.name];
      if (kind === undefined || followed.has(kind) || !isEstablished(object)) return;
      followed.add(kind);
      void report(api, kind, signal);
    },
    { signal },
  );
}

async function report(api: ApiClient, kind: string, signal: AbortSignal): Promise<void> {
  const say = (object: KubernetesObject): void => {
    if (isReported(object)) return;
    const status = { conditions: [ready(object.metadata.generation)] };
    // Deleted or changed meanwhile: the next event tells.
    api.patch(object, { status }, { subresource: 'status' }).catch(() => undefined);
  };
  // Established, and still for a moment without its storage.
  await until(`${kind}s can be listed`, async () => (await api.list(GROUP, kind)) !== undefined);
  await api.watch(GROUP, kind, ({ type, object }) => type !== 'DELETED' && say(object), { signal });
}

function isEstablished({ status }: KubernetesObject): boolean {
  const conditions = (status?.conditions ?? []) as readonly { type: string; status: string }[];
  return conditions.some((condition) => condition.type === 'Established' && condition.status === 'True');
}

/** Whether this generation has its status. */
function isReported({ metadata, status }: KubernetesObject): boolean {
  const conditions = (status?.conditions ?? []) as readonly { observedGeneration?: number }[];
  return conditions.some(({ observedGeneration }) => observedGeneration === metadata.generation);
}

function ready(observedGeneration: number | undefined): object {
  return {
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: 'simulated',
    observedGeneration,
    lastTransitionTime: new Date().toISOString(),
  };
}
