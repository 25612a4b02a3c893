import type { ResolvedEnvironment } from '@plinth/model';
import { renderStack } from '@plinth/synth';
import platform from '../../stacks/platform/stack';
import workloads from '../../stacks/workloads/stack';
import type { KubernetesObject } from './_cluster';

/** The objects of an environment that is in no folder, as its manifests would have them. */
export function renderObjects(environment: ResolvedEnvironment): KubernetesObject[] {
  return [platform, workloads]
    .flatMap((stack) => [...renderStack(stack, environment)])
    .flatMap(({ objects }) => objects as unknown as readonly KubernetesObject[]);
}
