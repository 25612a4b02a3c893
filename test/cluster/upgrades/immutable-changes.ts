import { type KubernetesObject, titleOf } from '@plinth/testing';

// biome-ignore lint/suspicious/noExplicitAny: the object is broken on purpose
type Loose = any;

export interface ImmutableChange {
  readonly title: string;
  readonly of: (object: Loose) => boolean;
  readonly change: (object: Loose) => unknown;
  /** What the API server says, beside the name of the object. */
  readonly because: RegExp;
}

/** Changes that look like any other in a review, and that no cluster can take. */
export const immutableChanges: readonly ImmutableChange[] = [
  {
    title: 'the selector of a Deployment',
    of: ({ kind }) => kind === 'Deployment',
    change: ({ spec }) => {
      Object.assign(spec.selector.matchLabels, { team: 'other' });
      Object.assign(spec.template.metadata.labels, { team: 'other' });
    },
    because: /spec\.selector.*field is immutable/,
  },
  {
    title: 'the size of the volumes of a StatefulSet',
    of: ({ kind }) => kind === 'StatefulSet',
    change: ({ spec }) =>
      Object.assign(spec.volumeClaimTemplates[0].spec.resources.requests, { storage: '1Ti' }),
    because: /updates to statefulset spec for fields other than/,
  },
  {
    title: 'the service of a StatefulSet',
    of: ({ kind }) => kind === 'StatefulSet',
    change: ({ spec }) => Object.assign(spec, { serviceName: 'other' }),
    because: /updates to statefulset spec for fields other than/,
  },
  {
    title: 'a Service that loses its address',
    of: ({ kind, spec }) => kind === 'Service' && spec.clusterIP !== 'None',
    change: ({ spec }) => Object.assign(spec, { clusterIP: 'None' }),
    because: /spec\.clusterIPs\[0\].*may not change once set/,
  },
  {
    title: 'the role of a RoleBinding',
    of: ({ kind }) => kind === 'RoleBinding',
    change: ({ roleRef }) => Object.assign(roleRef, { name: 'other' }),
    because: /cannot change roleRef/,
  },
  {
    title: 'the value of a PriorityClass',
    of: ({ kind }) => kind === 'PriorityClass',
    change: (object) => Object.assign(object, { value: object.value - 1 }),
    because: /value.*may not be changed/,
  },
  {
    title: 'the class of a PersistentVolumeClaim',
    of: ({ kind }) => kind === 'PersistentVolumeClaim',
    change: ({ spec }) => Object.assign(spec, { storageClassName: 'other' }),
    because: /spec is immutable after creation/,
  },
];

/** No manifest of ours has a claim of its own: the sets make them. A claim that a change of the future may bring. */
export function claimIn(namespace: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'archive', namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'archive',
      resources: { requests: { storage: '1Gi' } },
    },
  };
}

/** The objects with one of them changed. */
export function withChange(
  objects: readonly KubernetesObject[],
  { of, change }: ImmutableChange,
): { readonly changed: string; readonly objects: readonly KubernetesObject[] } {
  const index = objects.findIndex((object) => of(object));
  const found = objects[index];
  if (found === undefined) throw new Error('no object has what should be changed');
  const copy = structuredClone(found);
  change(copy);
  return { changed: titleOf(found), objects: objects.with(index, copy) };
}
