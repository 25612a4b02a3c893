import type { JudgedControl } from './control';

const BINDINGS = 'RoleBinding ClusterRoleBinding';
const ROLES = 'Role ClusterRole';

interface Rule {
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}
interface PolicySubject {
  readonly kind: string;
  readonly name: string;
}
interface Container {
  readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: unknown } }[];
  readonly envFrom?: readonly { readonly secretRef?: unknown }[];
  readonly image: string;
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly privileged?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[] };
  };
}

const rulesOf = ({ rules }: { rules?: readonly Rule[] }): readonly Rule[] => rules ?? [];
const containersOf = (pods: {
  containers: readonly Container[];
  initContainers?: readonly Container[];
}): readonly Container[] => [...pods.containers, ...(pods.initContainers ?? [])];

/** No subject of a binding is this group or user. */
const bindsNobody =
  (...names: readonly string[]) =>
  ({ subjects }: { subjects?: readonly PolicySubject[] }): boolean =>
    (subjects ?? []).every(({ name }) => !names.includes(name));

const binding = (subject: PolicySubject, role = 'view') => ({
  added: { kind: 'RoleBinding', subjects: [subject], roleRef: { kind: 'ClusterRole', name: role } },
});

const ofManifests = (control: Omit<JudgedControl, 'owner'>): JudgedControl => ({
  ...control,
  owner: 'manifests',
});

/** Controls that are kept inside of the cluster. */
export const manifestControls: readonly JudgedControl[] = [
  ofManifests({
    id: '4.1.1',
    title: 'Ensure that the cluster-admin role is only used where required',
    by: 'RoleBinding of stacks/platform',
    of: BINDINGS,
    holds: ({ roleRef }) => roleRef.name !== 'cluster-admin',
    fault: { 'roleRef.name': 'cluster-admin' },
  }),
  ofManifests({
    id: '4.1.2',
    title: 'Minimize access to secrets',
    by: 'Role of stacks/platform and services',
    of: ROLES,
    holds: (role) =>
      rulesOf(role).every(({ resources }) => !resources?.some((one) => /^(?:secrets|\*)$/.test(one))),
    fault: { 'rules.0.resources': ['secrets'] },
  }),
  ofManifests({
    id: '4.1.3',
    title: 'Minimize wildcard use in Roles and ClusterRoles',
    by: 'Role of stacks/platform and services',
    of: ROLES,
    holds: (role) => !JSON.stringify(rulesOf(role)).includes('"*"'),
    fault: { 'rules.0.verbs': ['*'] },
  }),
  ofManifests({
    id: '4.1.4',
    title: 'Ensure that default service accounts are not actively used',
    by: 'WebService, Worker, Job',
    of: 'Pods',
    holds: ({ serviceAccountName }) => serviceAccountName !== undefined && serviceAccountName !== 'default',
    fault: { serviceAccountName: undefined },
  }),
  ofManifests({
    id: '4.1.5',
    title: 'Ensure that Service Account Tokens are only mounted where necessary',
    by: 'WebService, Worker, Job',
    of: 'Pods',
    holds: ({ automountServiceAccountToken }) => automountServiceAccountToken === false,
    fault: { automountServiceAccountToken: true },
  }),
  ofManifests({
    id: '4.1.6',
    title: 'Avoid use of system:masters group',
    by: 'RoleBinding of stacks/platform',
    of: BINDINGS,
    holds: bindsNobody('system:masters'),
    fault: binding({ kind: 'Group', name: 'system:masters' }),
  }),
  ofManifests({
    id: '4.1.7',
    title: 'Limit use of the Bind, Impersonate and Escalate permissions in the Kubernetes cluster',
    by: 'Role of stacks/platform and services',
    of: ROLES,
    holds: (role) =>
      rulesOf(role).every(
        ({ verbs }) => !verbs.some((verb) => /^(?:bind|impersonate|escalate|\*)$/.test(verb)),
      ),
    fault: { 'rules.0.verbs': ['impersonate'] },
  }),
  ofManifests({
    id: '4.1.8',
    title: 'Avoid bindings to system:anonymous',
    by: 'GkeCluster and RoleBinding of stacks/platform',
    of: BINDINGS,
    holds: bindsNobody('system:anonymous'),
    fault: binding({ kind: 'User', name: 'system:anonymous' }),
  }),
  ofManifests({
    id: '4.1.9',
    title: 'Avoid non-default bindings to system:unauthenticated',
    by: 'GkeCluster and RoleBinding of stacks/platform',
    of: BINDINGS,
    holds: (one, all) =>
      bindsNobody('system:unauthenticated')(one) && refusesInsecureBindings(all, 'Unauthenticated'),
    fault: binding({ kind: 'Group', name: 'system:unauthenticated' }),
  }),
  ofManifests({
    id: '4.1.10',
    title: 'Avoid non-default bindings to system:authenticated',
    by: 'GkeCluster and RoleBinding of stacks/platform',
    of: BINDINGS,
    holds: (one, all) =>
      bindsNobody('system:authenticated')(one) && refusesInsecureBindings(all, 'Authenticated'),
    fault: binding({ kind: 'Group', name: 'system:authenticated' }),
  }),
  ofManifests({
    id: '4.2.1',
    title:
      'Ensure that the cluster enforces Pod Security Standard Baseline profile or stricter for all namespaces',
    by: 'Namespace',
    of: 'Namespace',
    holds: ({ metadata }) =>
      ['baseline', 'restricted'].includes(metadata.labels?.['pod-security.kubernetes.io/enforce']),
    fault: { 'metadata.labels': { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  }),
  {
    id: '4.3.1',
    title: 'Ensure that the CNI in use supports Network Policies',
    owner: 'cloud',
    by: 'GkeCluster',
    of: 'gcp:container/cluster:Cluster',
    holds: ({ datapathProvider }) => datapathProvider === 'ADVANCED_DATAPATH',
    fault: { datapathProvider: 'LEGACY_DATAPATH' },
  },
  ofManifests({
    id: '4.3.2',
    title: 'Ensure that all Namespaces have Network Policies defined',
    by: 'Namespace',
    of: 'Namespace',
    holds: ({ metadata }, all) =>
      all.some(
        ({ of, data }) =>
          of === 'NetworkPolicy' &&
          data.metadata.name === 'default-deny' &&
          data.metadata.namespace === metadata.name,
      ),
    fault: { 'metadata.name': 'elsewhere' },
  }),
  ofManifests({
    id: '4.4.1',
    title: 'Prefer using secrets as files over secrets as environment variables',
    by: 'Service secrets',
    of: 'Pods',
    holds: (pods) =>
      containersOf(pods).every(
        ({ env = [], envFrom = [] }) =>
          env.every(({ valueFrom }) => valueFrom?.secretKeyRef === undefined) &&
          envFrom.every(({ secretRef }) => secretRef === undefined),
      ),
    fault: { 'containers.0.envFrom': [{ secretRef: { name: 'credentials' } }] },
  }),
  ofManifests({
    id: '4.4.2',
    title: 'Consider external secret storage',
    by: 'Vault of stacks/platform',
    of: 'Secret',
    holds: () => false,
    fault: { added: { kind: 'Secret', data: { password: 'cGFzc3dvcmQ=' } } },
  }),
  ofManifests({
    id: '4.6.1',
    title: 'Create administrative boundaries between resources using namespaces',
    by: 'Namespace',
    of: 'Namespace',
    holds: ({ metadata }) => metadata.labels?.owner !== undefined,
    fault: { 'metadata.labels.owner': undefined },
  }),
  ofManifests({
    id: '4.6.2',
    title: 'Ensure that the seccomp profile is set to RuntimeDefault in the pod definitions',
    by: 'WebService, Worker, Job',
    of: 'Pods',
    holds: ({ securityContext }) => securityContext?.seccompProfile?.type === 'RuntimeDefault',
    fault: { 'securityContext.seccompProfile': undefined },
  }),
  ofManifests({
    id: '4.6.3',
    title: 'Apply Security Context to Pods and Containers',
    by: 'WebService, Worker, Job',
    of: 'Pods',
    holds: (pods) =>
      pods.securityContext?.runAsNonRoot === true &&
      containersOf(pods).every(
        ({ securityContext }) =>
          securityContext?.allowPrivilegeEscalation === false &&
          securityContext.privileged !== true &&
          securityContext.capabilities?.drop?.includes('ALL'),
      ),
    fault: { 'containers.0.securityContext.privileged': true },
  }),
  ofManifests({
    id: '4.6.4',
    title: 'The default namespace should not be used',
    by: 'Namespace',
    of: 'Deployment StatefulSet CronJob Job Service ConfigMap ServiceAccount Role RoleBinding',
    holds: ({ metadata }) => metadata.namespace !== undefined && metadata.namespace !== 'default',
    fault: { 'metadata.namespace': 'default' },
  }),
  ofManifests({
    id: '5.1.4',
    title: 'Ensure only trusted container images are used',
    by: 'Image and ArtifactRegistry',
    of: 'Pods',
    holds: (pods, all) => containersOf(pods).every(({ image }) => isOwnByDigest(image, all)),
    fault: { 'containers.0.image': 'docker.io/library/redis:7' },
  }),
];

/** Pinned by digest, of a repository that the same environment makes. */
function isOwnByDigest(image: string, all: Parameters<JudgedControl['holds']>[1]): boolean {
  const own = all
    .filter(({ of }) => of === 'gcp:artifactregistry/repository:Repository')
    .map(({ data }) => `${data.location}-docker.pkg.dev/${data.project}/${data.repositoryId}/`);
  return own.some((start) => image.startsWith(start)) && /@sha256:[0-9a-f]{64}$/.test(image);
}

function refusesInsecureBindings(all: Parameters<JudgedControl['holds']>[1], group: string): boolean {
  return all
    .filter(({ of }) => of === 'gcp:container/cluster:Cluster')
    .every(({ data }) => data.rbacBindingConfig?.[`enableInsecureBindingSystem${group}`] === false);
}
