import type { ContainerPort, Pod } from './_endpoint';
import { addressOf, rangeOf } from './_ipv4';
import { type NetworkPolicy, readNetworkPolicy } from './_network-policy';

/** An object of a manifest, as far as this folder looks. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

type Labels = Readonly<Record<string, string>>;

/** What somebody says of a pod; its name is without the namespace. */
export type PodIdea = Omit<Pod, 'kind' | 'address' | 'namespaceLabels'>;

interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: {
    readonly hostNetwork?: boolean;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
}

interface Container {
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol?: ContainerPort['protocol'];
  }[];
}

/** What the objects of one environment say of its network, and nothing that they do not say. */
export class Cluster {
  readonly policies: readonly NetworkPolicy[];
  readonly workloads: readonly Pod[];
  /** The labels of each namespace that the environment makes. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  #pods = 0;

  constructor(
    objects: readonly KubernetesObject[],
    /** Where pods get their addresses. */
    readonly podRange: string,
  ) {
    this.policies = objects.filter(({ kind }) => kind === 'NetworkPolicy').map(readNetworkPolicy);
    this.namespaces = new Map(
      objects
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ metadata: { name, labels } }) => [name, labelsOfNamespace(name, labels)]),
    );
    this.workloads = objects.flatMap((object) => {
      const template = templateOf(object);
      return template === undefined ? [] : [this.pod(ideaOf(object, template))];
    });
  }

  /** A pod with an address of its own. */
  pod({ name, namespace, labels, ports }: PodIdea, namespaceLabels?: Labels): Pod {
    const [first] = rangeOf(this.podRange);
    this.#pods += 1;
    return {
      kind: 'pod',
      name: `${namespace}/${name}`,
      namespace,
      namespaceLabels: namespaceLabels ?? this.namespaces.get(namespace) ?? labelsOfNamespace(namespace),
      labels,
      ports,
      address: addressOf(first + this.#pods),
    };
  }
}

/** The API server adds the name, and nobody can take it away or give another. */
export function labelsOfNamespace(name: string, labels: Labels = {}): Labels {
  return { ...labels, 'kubernetes.io/metadata.name': name };
}

function templateOf({ kind, spec }: KubernetesObject): PodTemplate | undefined {
  const { template, jobTemplate, containers } = (spec ?? {}) as {
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
    readonly containers?: unknown;
  };
  if (kind === 'Pod' || containers !== undefined) throw new Error('a pod without a controller');
  const found = jobTemplate?.spec.template ?? template;
  return found?.spec?.containers === undefined ? undefined : found;
}

function ideaOf(
  { kind, metadata }: KubernetesObject,
  { metadata: { labels = {} } = {}, spec }: PodTemplate,
): PodIdea {
  const { name, namespace } = metadata;
  if (namespace === undefined) throw new Error(`${kind} ${name} has no namespace`);
  if (spec.hostNetwork === true) throw new Error(`${kind} ${name}: no policy holds for the host's network`);
  const ports = [...spec.containers, ...(spec.initContainers ?? [])].flatMap((container) =>
    (container.ports ?? []).map(
      ({ name: portName, containerPort, protocol = 'TCP' }): ContainerPort => ({
        ...(portName !== undefined && { name: portName }),
        number: containerPort,
        protocol,
      }),
    ),
  );
  return { name, namespace, labels, ports };
}
