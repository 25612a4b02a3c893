import { show, UserError } from '@plinth/errors';
import { Manifest, type ObjectMeta } from '@plinth/manifest';
import { Construct } from 'constructs';
import { _role, _roleBinding, type Access, resolveAccess } from './access';
import { _clusterScoped } from './cluster-scoped';
import type {
  LimitRange,
  Namespace,
  NetworkPolicy,
  ResourceQuota,
  Role,
  RoleBinding,
  ServiceAccount,
} from './kinds';
import { readName } from './name';
import { NAMESPACE_ROLES, type NamespaceRole } from './namespace-role';
import { type Identity, identity, type Owner, resolveOwner } from './owner';
import { type ContainerSizes, type Quota, resolveContainerSizes, resolveQuota } from './quota';
import { resolveEach, resolveProps } from './resolve';

export interface TenantNamespaceProps {
  /** The name of the namespace. */
  readonly name: string;
  /** Who answers for it. */
  readonly owner: Owner;
  /** The minor version whose `restricted` standard is enforced, so that an upgrade rejects no pod by surprise: `v1.35`. */
  readonly podSecurityVersion: string;
  /** What all pods may use together. */
  readonly quota: Quota;
  /** Bounds of each container. @default - 10m and 16Mi to 8 cores and 16Gi */
  readonly containers?: ContainerSizes;
  /** Who may look in. @default - nobody */
  readonly access?: readonly Access[];
}

export interface TenantNamespaceNodes {
  readonly namespace: Manifest<Namespace>;
  readonly defaultServiceAccount: Manifest<ServiceAccount>;
  readonly defaultDeny: Manifest<NetworkPolicy>;
  readonly resourceQuota: Manifest<ResourceQuota>;
  readonly limitRange: Manifest<LimitRange>;
  readonly roles: readonly Manifest<Role>[];
  readonly roleBindings: readonly Manifest<RoleBinding>[];
}

/**
 * The home of a squad's workloads: a namespace that accepts only `restricted` pods, within a quota, closed
 * to the network until a workload's own policy opens it, and that people may look at.
 *
 * @example
 * new TenantNamespace(chart, 'exchange', {
 *   name: 'exchange',
 *   owner: { squad: 'exchange', contact: 'exchange-oncall@example.com' },
 *   podSecurityVersion: 'v1.35',
 *   quota: { cpu: 40, cpuLimit: 80, memory: '96Gi', pods: 200 },
 *   access: [{ role: 'viewer', group: 'gke-exchange@example.com' }],
 * });
 *
 * @throws UserError with everything that is wrong with the props, each with the construct's path
 */
export class TenantNamespace extends Construct {
  readonly nodes: TenantNamespaceNodes;
  readonly name: string;

  constructor(scope: Construct, id: string, props: TenantNamespaceProps) {
    super(scope, id);
    const resolved = resolveProps(this, {
      name: () => readName(props.name),
      owner: () => resolveOwner(props.owner, 'namespace'),
      podSecurityVersion: () => readVersion(props.podSecurityVersion),
      quota: () => resolveQuota(props.quota),
      containers: () => resolveContainerSizes(props.containers),
      access: () => resolveEach(props.access ?? [], resolveAccess),
    });
    const owned = identity(resolved.name, resolved.owner);
    const groups = groupsByRole(resolved.access);
    this.name = owned.name;
    this.nodes = {
      namespace: namespace(this, owned, resolved.podSecurityVersion),
      defaultServiceAccount: defaultServiceAccount(this, owned),
      defaultDeny: defaultDeny(this, owned),
      resourceQuota: new Manifest<ResourceQuota>(this, 'ResourceQuota', {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: inside(owned, owned.name),
        spec: resolved.quota,
      }),
      limitRange: new Manifest<LimitRange>(this, 'LimitRange', {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: inside(owned, owned.name),
        spec: resolved.containers,
      }),
      roles: groups.map(([role]) => _role(this, owned, role)),
      roleBindings: groups.map(([role, names]) => _roleBinding(this, owned, role, names)),
    };
  }
}

function namespace(scope: Construct, owned: Identity, version: string): Manifest<Namespace> {
  const manifest = new Manifest<Namespace>(scope, 'Resource', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: owned.name,
      labels: {
        ...owned.labels,
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': version,
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': 'latest',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'latest',
      },
      annotations: owned.annotations,
    },
  });
  _clusterScoped(manifest);
  return manifest;
}

/** Kubernetes makes this account; ours takes its token away. */
function defaultServiceAccount(scope: Construct, owned: Identity): Manifest<ServiceAccount> {
  return new Manifest<ServiceAccount>(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: inside(owned, 'default'),
    automountServiceAccountToken: false,
  });
}

/** Exactly this name: judges of network policies know it and allow it to select every pod. */
function defaultDeny(scope: Construct, owned: Identity): Manifest<NetworkPolicy> {
  return new Manifest<NetworkPolicy>(scope, 'NetworkPolicy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: inside(owned, 'default-deny'),
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}

/** Metadata of an object in the namespace, whichever chart it is in. */
function inside({ name: namespace, labels, annotations }: Identity, name: string): ObjectMeta {
  return { name, namespace, labels, annotations };
}

function groupsByRole(access: readonly Access[]): readonly (readonly [NamespaceRole, readonly string[]])[] {
  const roles = Object.keys(NAMESPACE_ROLES) as NamespaceRole[];
  return roles
    .map((role) => {
      const groups = access.filter((each) => each.role === role).map((each) => each.group);
      return [role, [...new Set(groups)].sort()] as const;
    })
    .filter(([, groups]) => groups.length > 0);
}

function readVersion(value: unknown): string {
  if (typeof value === 'string' && /^v1\.\d{1,3}$/.test(value)) return value;
  throw new UserError({
    code: 'pod-security-version',
    where: 'podSecurityVersion',
    found: show(value),
    allowed: 'a minor version of Kubernetes',
    fix: 'write the version of the cluster, for example "v1.35"',
  });
}
