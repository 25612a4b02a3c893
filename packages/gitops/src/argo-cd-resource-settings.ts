import type { Settings } from './argo-cd-settings';

/** The part of `argocd-cm` that says how kinds of objects are looked at. */
export function resourceSettings(): Settings {
  return {
    'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
    'resource.customizations.health.apiextensions.k8s.io_CustomResourceDefinition': DEFINITION_HEALTH,
    'resource.exclusions': exclusions(),
    'resource.compareoptions': COMPARISON,
    // Or each heartbeat of a status compares the whole application again. A change of health is still told.
    'resource.ignoreResourceUpdatesEnabled': 'true',
    'resource.customizations.ignoreResourceUpdates.all': ignoredUpdates({ pointers: ['/status'] }),
    'resource.customizations.ignoreResourceUpdates.argoproj.io_Application': ignoredUpdates({
      expressions: [`.metadata.annotations."argocd.argoproj.io/refresh"`, '.operation'],
    }),
    'resource.customizations.ignoreResourceUpdates.apps_ReplicaSet': ignoredUpdates({
      expressions: [
        `.metadata.annotations."deployment.kubernetes.io/desired-replicas"`,
        `.metadata.annotations."deployment.kubernetes.io/max-replicas"`,
      ],
    }),
  };
}

/**
 * An Application among the objects of another is as healthy as what it deploys, once all of it is deployed: so a wave waits for the
 * one before. Argo CD says nothing of Applications by itself, and what its manual offers looks at health alone, in which
 * namespaces, rights and Applications that do not exist yet do not count: a platform would be healthy before it is there. What is
 * degraded on its way is waited for as well.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 */
const APPLICATION_HEALTH = `hs = { status = "Progressing", message = "not looked at yet" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  hs.status = obj.status.health.status
  hs.message = obj.status.health.message or ""
  if obj.status.sync == nil or obj.status.sync.status ~= "Synced" then
    hs.status = "Progressing"
    hs.message = "not everything is deployed"
  end
end
return hs
`;

/**
 * A definition is unhealthy when it was refused, not while it is being established. The sync waits for that itself; the events of
 * definitions reach no application, so that what Argo CD's own script sees in the first moment, "degraded", stays for minutes, and the
 * add-on that brings it holds up everything else.
 */
const DEFINITION_HEALTH = `hs = { status = "Healthy", message = "" }
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    local refused = condition.type == "NamesAccepted" and condition.status == "False"
    local violated = condition.type == "NonStructuralSchema" and condition.status == "True"
    if refused or violated then
      hs.status = "Degraded"
      hs.message = condition.message
    end
  end
end
return hs
`;

/** Rules that other roles are gathered into are written by Kubernetes; status is never declared. */
const COMPARISON = `ignoreAggregatedRoles: true
ignoreResourceStatusField: all
`;

/**
 * What nobody declares and many controllers write: not watched at all. Events and metrics Argo CD leaves out by itself.
 * The objects of a rollout (ReplicaSet, Pod) stay: they are what people look at.
 */
const EXCLUDED: readonly { readonly groups: readonly string[]; readonly kinds: readonly string[] }[] = [
  { groups: ['', 'discovery.k8s.io'], kinds: ['Endpoints', 'EndpointSlice'] },
  { groups: ['coordination.k8s.io'], kinds: ['Lease'] },
  {
    groups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: [
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
      'TokenReview',
    ],
  },
  { groups: ['certificates.k8s.io'], kinds: ['CertificateSigningRequest'] },
  // One for each renewal of each certificate; the Certificate itself says how it stands.
  { groups: ['cert-manager.io'], kinds: ['CertificateRequest'] },
  { groups: ['acme.cert-manager.io'], kinds: ['Challenge', 'Order'] },
  // Dataplane V2 writes them for every pod.
  { groups: ['cilium.io'], kinds: ['CiliumEndpoint', 'CiliumEndpointSlice', 'CiliumIdentity'] },
];

function exclusions(): string {
  return EXCLUDED.flatMap(({ groups, kinds }) => [
    '- apiGroups:',
    ...groups.map((group) => `    - ${group === '' ? '""' : group}`),
    '  kinds:',
    ...kinds.map((kind) => `    - ${kind}`),
  ])
    .concat('')
    .join('\n');
}

interface IgnoredUpdates {
  readonly pointers?: readonly string[];
  readonly expressions?: readonly string[];
}

function ignoredUpdates({ pointers = [], expressions = [] }: IgnoredUpdates): string {
  return [...list('jsonPointers', pointers), ...list('jqPathExpressions', expressions), ''].join('\n');
}

function list(key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `  - '${item}'`)];
}
