import type { V27 } from './kplus';

/**
 * What people may do in their namespace. They change nothing there that is declared: that is Argo CD's
 * work. Nobody reads secrets, enters containers or creates pods.
 */
export const NAMESPACE_ROLES = {
  /** Sees what runs and why. */
  viewer: [
    read('', [
      'configmaps',
      'endpoints',
      'events',
      'limitranges',
      'persistentvolumeclaims',
      'pods',
      'pods/log',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ]),
    read('apps', ['deployments', 'replicasets', 'statefulsets']),
    read('autoscaling', ['horizontalpodautoscalers']),
    read('batch', ['cronjobs', 'jobs']),
    read('cert-manager.io', ['certificates', 'certificaterequests']),
    read('discovery.k8s.io', ['endpointslices']),
    read('events.k8s.io', ['events']),
    read('gateway.networking.k8s.io', ['httproutes']),
    read('networking.k8s.io', ['networkpolicies']),
    read('policy', ['poddisruptionbudgets']),
  ],
  /** On call: lets a pod leave, as a drain does, so that its controller starts another. */
  responder: [{ apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] }],
} satisfies Readonly<Record<string, readonly V27['PolicyRule'][]>>;

export type NamespaceRole = keyof typeof NAMESPACE_ROLES;

function read(apiGroup: string, resources: readonly string[]): V27['PolicyRule'] {
  return { apiGroups: [apiGroup], resources, verbs: ['get', 'list', 'watch'] };
}
