/** What the Pod Security standard `restricted` asks for, as every chart takes it. */
export interface PodSecurity {
  readonly runAsNonRoot: true;
  readonly runAsUser: number;
  readonly runAsGroup: number;
  readonly fsGroup: number;
  readonly seccompProfile: { readonly type: 'RuntimeDefault' };
}

export interface ContainerSecurity {
  readonly allowPrivilegeEscalation: false;
  readonly capabilities: { readonly drop: readonly ['ALL'] };
  readonly privileged: false;
  readonly readOnlyRootFilesystem: true;
  readonly runAsNonRoot: true;
}

/** The non-root user of distroless images; other images name their own. */
export function podSecurity(uid: number = 65532, gid: number = uid): PodSecurity {
  const seccompProfile = { type: 'RuntimeDefault' } as const;
  return { runAsNonRoot: true, runAsUser: uid, runAsGroup: gid, fsGroup: gid, seccompProfile };
}

export const CONTAINER_SECURITY: ContainerSecurity = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

type Amounts = Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage', string>>;

export interface Size {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** Memory and disk are had in full or not at all; processor time is shared. */
export function size(cpu: string, cpuLimit: string, memory: string): Size {
  const shared = { memory, 'ephemeral-storage': '256Mi' };
  return { requests: { cpu, ...shared }, limits: { cpu: cpuLimit, ...shared } };
}

/** A drain takes one pod at a time; of a single pod, none would ever go, so there is no budget. */
export function disruptionBudget(replicas: number): {
  readonly enabled: boolean;
  readonly maxUnavailable: number;
} {
  return { enabled: replicas > 1, maxUnavailable: 1 };
}

export interface Spread {
  readonly maxSkew: 1;
  readonly topologyKey: 'topology.kubernetes.io/zone';
  readonly whenUnsatisfiable: 'ScheduleAnyway';
  readonly nodeTaintsPolicy: 'Honor';
  readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
}

/** Over the zones where there is room in them. */
export function spreadOver(matchLabels: Readonly<Record<string, string>>): readonly [Spread] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels },
    },
  ];
}

/** An image of the own registry, asked for each time: what lies on a node is no proof of the right to it. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  readonly pullPolicy: 'Always';
}

export interface Apart {
  readonly podAntiAffinity: {
    readonly preferredDuringSchedulingIgnoredDuringExecution: readonly [
      {
        readonly weight: 100;
        readonly podAffinityTerm: {
          readonly topologyKey: 'kubernetes.io/hostname';
          readonly labelSelector: { readonly matchLabels: Readonly<Record<string, string>> };
        };
      },
    ];
  };
}

/** On different nodes while there are some. */
export function apart(matchLabels: Readonly<Record<string, string>>): Apart {
  const podAffinityTerm = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } } as const;
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }],
    },
  };
}
