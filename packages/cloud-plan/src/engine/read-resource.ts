import type { ReadResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { PlannedResource } from '../plan';
import type { EngineSettings, EngineState } from './engine-state';
import { outputsOf } from './outputs';
import { missingProvider, providerUrn } from './provider';
import { referenceOutputs } from './stack-reference';
import { urnOf } from './urn';
import { plannedObject, type WireObject } from './wire-value';

const STACK_REFERENCE = 'pulumi:pulumi:StackReference';

/** Looks a resource up that another program made. */
export async function readResource(
  request: ReadResourceRequest,
  settings: EngineSettings,
  state: EngineState,
): Promise<{ readonly urn: string; readonly outputs: WireObject }> {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const inputs = (request.getProperties()?.toJavaScript() ?? {}) as WireObject;
  const problem = missingProvider(`${type} "${name}"`, type, request.getProvider(), settings);
  if (problem !== undefined) state.problems.push(problem);
  const provider = providerUrn(request.getProvider(), state);
  const resource: PlannedResource = {
    urn: urnOf(settings.identity, type, name, parent),
    type,
    name,
    ...(parent === '' ? {} : { parent }),
    custom: true,
    ...(provider === undefined ? {} : { provider }),
    read: request.getId(),
    inputs: plannedObject(inputs, (text) => state.secrets.add(text)),
    dependencies: [...new Set(request.getDependenciesList())].sort(),
    options: {},
  };
  state.resources.set(resource.urn, resource);
  const secretNames = request.getAdditionalsecretoutputsList();
  const outputs =
    type === STACK_REFERENCE
      ? await referenceOutputs(request.getId(), settings, state)
      : outputsOf(resource, inputs, secretNames, settings);
  return { urn: resource.urn, outputs };
}
