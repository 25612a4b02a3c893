import delivery from '@acme/stack-delivery';
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
 * What Argo CD is told, from the stack that keeps telling it: the same objects that lie in `manifests/`, so that
 * the first sync changes nothing.
 */
export interface DeliveryStart {
  readonly configuration: readonly RenderedObject[];
  /** The project of the root application. */
  readonly project: RenderedObject;
  readonly root: RenderedObject;
}

export function deliveryStart(environment: ResolvedEnvironment): DeliveryStart {
  const files = [...renderStack(delivery, environment)];
  const objectsIn = (file: string): readonly RenderedObject[] => {
    const found = files.find(({ path }) => path.endsWith(`/${file}.yaml`));
    if (found === undefined) throw new Error(`stacks/delivery renders no ${file}.yaml`);
    return found.objects as unknown as readonly RenderedObject[];
  };
  const [root] = objectsIn('root');
  const name = (root?.spec as { readonly project: string } | undefined)?.project;
  const project = objectsIn('projects').find(({ metadata }) => metadata.name === name);
  if (root === undefined || project === undefined) throw new Error('the root application has no project');
  return { configuration: objectsIn('configuration'), project, root };
}
