import delivery from '@acme/stack-delivery';
import platform from '@acme/stack-platform';
import type { ResolvedEnvironment } from '@plinth/model';
import { renderStack } from '@plinth/synth';

/** A Kubernetes object as it is rendered, as far as it is read here. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/**
 * What Argo CD finds and what it is told, from the stacks that keep it so: the same objects that lie in
 * `manifests/`, so that the first sync changes nothing.
 */
export interface FirstObjects {
  readonly namespace: RenderedObject;
  /** The namespace's bounds: quotas, sizes, and what its pods may reach. */
  readonly bounds: readonly RenderedObject[];
  readonly configuration: readonly RenderedObject[];
  /** The project of the root application. */
  readonly project: RenderedObject;
  readonly root: RenderedObject;
}

/**
 * Rendered, and not made here. The chart makes the ConfigMap of signature keys whatever it is told, and Helm takes over
 * nothing that it finds; Git gives it its content with the first sync. Kubernetes makes the account itself.
 */
const MADE_BY_OTHERS: readonly string[] = ['ConfigMap argocd-gpg-keys-cm', 'ServiceAccount default'];

export function firstObjects(environment: ResolvedEnvironment): FirstObjects {
  const files = [...renderStack(platform, environment), ...renderStack(delivery, environment)];
  const objectsIn = (file: string): readonly RenderedObject[] => {
    const found = files.find(({ path }) => path.endsWith(`/${file}.yaml`));
    if (found === undefined) throw new Error(`no stack renders ${file}.yaml`);
    const objects = found.objects as unknown as readonly RenderedObject[];
    return objects.filter(({ kind, metadata }) => !MADE_BY_OTHERS.includes(`${kind} ${metadata.name}`));
  };
  const [namespace, ...bounds] = objectsIn('argocd/namespace');
  const [root] = objectsIn('argocd/root');
  const name = (root?.spec as { readonly project: string } | undefined)?.project;
  const project = objectsIn('argocd/projects').find(({ metadata }) => metadata.name === name);
  if (namespace?.kind !== 'Namespace') throw new Error('argocd/namespace.yaml begins with no namespace');
  if (root === undefined || project === undefined) throw new Error('the root application has no project');
  return { namespace, bounds, configuration: objectsIn('argocd/configuration'), project, root };
}
