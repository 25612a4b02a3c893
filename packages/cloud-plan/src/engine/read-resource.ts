import { didYouMean, oneOf, UserError } from '@plinth/errors';
import type { ReadResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { CloudPlan, PlannedResource } from '../plan';
import type { EngineSettings, EngineState } from './engine-state';
import { outputsOf } from './outputs';
import { missingProvider, providerUrn } from './provider';
import { urnOf } from './urn';
import { holdsSecret, plannedObject, secretOnTheWire, type WireObject, type WireValue } from './wire-value';

const STACK_REFERENCE = 'pulumi:pulumi:StackReference';

/** Looks a resource up that another program made. */
export function readResource(
  request: ReadResourceRequest,
  settings: EngineSettings,
  state: EngineState,
): { readonly urn: string; readonly outputs: WireObject } {
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
      ? referenceOutputs(request.getId(), settings)
      : outputsOf(resource, inputs, secretNames, settings);
  return { urn: resource.urn, outputs };
}

/** @throws UserError `unknown-reference` */
function referenceOutputs(written: string, settings: EngineSettings): WireObject {
  const plan = referenced(written, settings);
  const entries = Object.entries(plan.outputs);
  const secretOutputNames = entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key);
  const outputs = entries.map(([key, value]): [string, WireValue] => [
    key,
    secretOutputNames.includes(key) ? secretOnTheWire(value) : value,
  ]);
  return { name: written, outputs: Object.fromEntries(outputs), secretOutputNames };
}

function referenced(written: string, { references, identity, where }: EngineSettings): CloudPlan {
  const { organization, stack } = identity;
  const [project = '', ...rest] = written.split('/').reverse().slice(0, 3).reverse();
  const sameStack = rest.length === 2 && rest[1] === stack ? rest[0] : undefined;
  const plan =
    references.get(written) ??
    (rest.length === 1 ? references.get(`${organization}/${written}`) : undefined) ??
    (rest.length === 0 ? references.get(project) : undefined) ??
    (sameStack === undefined ? undefined : references.get(sameStack));
  if (plan !== undefined) return plan;
  const names = [...references.keys()];
  throw new UserError({
    code: 'unknown-reference',
    where: `${where}: stack reference "${written}"`,
    found: 'no plan of that stack',
    allowed: names.length === 0 ? 'none: no other plan was given' : oneOf(names),
    fix: didYouMean(written, names, 'plan that stack first, or correct the reference'),
  });
}
