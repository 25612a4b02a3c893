import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { PlannedOptions, PlannedResource } from '../plan';
import { aliasUrn } from './alias';
import type { EngineSettings, EngineState } from './engine-state';
import { idOf, outputsOf } from './outputs';
import { missingProvider, providerUrn } from './provider';
import { isStack, urnOf } from './urn';
import { plannedObject, type WireObject } from './wire-value';

export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly outputs: WireObject;
}

/**
 * Takes a resource into the plan and answers as if it had been made. A mistake is noted, and the program goes on, so that a person
 * sees all of them at once.
 */
export function registerResource(
  request: RegisterResourceRequest,
  settings: EngineSettings,
  state: EngineState,
): Registered {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  const urn = urnOf(settings.identity, type, name, parent);
  const inputs = (request.getObject()?.toJavaScript() ?? {}) as WireObject;
  noteProblems(request, urn, settings, state);
  const provider = providerUrn(request.getProvider(), state);
  const resource: PlannedResource = {
    urn,
    type,
    name,
    ...(parent === '' ? {} : { parent }),
    custom: request.getCustom(),
    ...(provider === undefined ? {} : { provider }),
    inputs: plannedObject(inputs, (text) => state.secrets.add(text)),
    dependencies: [...new Set(request.getDependenciesList())].sort(),
    options: optionsOf(request, settings),
  };
  state.resources.set(urn, resource);
  const secretNames = request.getAdditionalsecretoutputsList();
  const isMade = request.getCustom() || request.getRemote();
  return {
    urn,
    id: request.getCustom() ? idOf(type, name) : '',
    outputs: isMade ? outputsOf(resource, inputs, secretNames, settings) : inputs,
  };
}

function noteProblems(
  request: RegisterResourceRequest,
  urn: string,
  settings: EngineSettings,
  state: EngineState,
): void {
  const what = `${request.getType()} "${request.getName()}"`;
  if (request.getCustom()) {
    const problem = missingProvider(what, request.getType(), request.getProvider(), settings);
    if (problem !== undefined) state.problems.push(problem);
  }
  if (state.resources.has(urn)) {
    state.problems.push({
      code: 'duplicate-resource',
      where: `${settings.where}: ${what}`,
      found: `a second resource with the URN ${urn}`,
      allowed: 'one of each type and name under one parent type',
      fix: 'give one of the two another name',
    });
  }
  if (isStack(request.getType())) state.rootUrn = urn;
}

/** Only what was set. */
function optionsOf(request: RegisterResourceRequest, { identity }: EngineSettings): PlannedOptions {
  const resource = { type: request.getType(), name: request.getName(), parent: request.getParent() };
  const aliases = request.getAliasesList().map((alias) => aliasUrn(alias, resource, identity));
  const [ignoreChanges, replaceOnChanges] = [
    request.getIgnorechangesList(),
    request.getReplaceonchangesList(),
  ];
  return {
    ...(request.getProtect() === true ? { protect: true } : {}),
    ...(request.getRetainondelete() === true ? { retainOnDelete: true } : {}),
    ...(request.getDeletebeforereplace() ? { deleteBeforeReplace: true } : {}),
    ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}),
    ...(replaceOnChanges.length > 0 ? { replaceOnChanges } : {}),
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(request.getImportid() !== '' ? { import: request.getImportid() } : {}),
  };
}
