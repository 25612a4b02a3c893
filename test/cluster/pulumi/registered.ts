import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import type { StackState, StateResource } from '@plinth/testing';

/** What is said of one resource alike by a plan and by the state of Pulumi's engine. */
export interface Registered {
  readonly parent: string | undefined;
  readonly custom: boolean;
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly dependencies: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a plan says, by URN. */
export function planned({ resources }: CloudPlan): Record<string, Registered> {
  return Object.fromEntries(resources.map((resource) => [resource.urn, ofPlan(resource)]));
}

/** What Pulumi remembers, by URN. */
export function remembered({ deployment }: StackState): Record<string, Registered> {
  const resources = deployment.resources?.filter(({ type }) => type !== OWN_PROVIDER) ?? [];
  return Object.fromEntries(resources.map((resource) => [resource.urn, ofState(resource)]));
}

/** The engine's provider for itself, of which no program knows: it reads what other stacks give. */
const OWN_PROVIDER = 'pulumi:providers:pulumi';

function ofPlan({ parent, custom, provider, options, dependencies, inputs }: PlannedResource): Registered {
  return {
    parent,
    custom,
    provider,
    protect: options.protect ?? false,
    retainOnDelete: options.retainOnDelete ?? false,
    dependencies,
    inputs,
  };
}

function ofState(resource: StateResource): Registered {
  const { parent, custom, provider, protect, retainOnDelete, dependencies = [], inputs = {} } = resource;
  return {
    parent,
    custom,
    provider: providerUrn(provider),
    protect: protect ?? false,
    retainOnDelete: retainOnDelete ?? false,
    dependencies: [...dependencies].sort(),
    inputs: masked(ownInputs(resource.type, inputs)) as Readonly<Record<string, unknown>>,
  };
}

/** Pulumi keeps the id of the provider behind its URN. */
function providerUrn(reference: string | undefined): string | undefined {
  const [, , type, ...name] = reference?.split('::') ?? [];
  if (reference === undefined || type === OWN_PROVIDER || name.length === 0) return undefined;
  return reference.split('::').slice(0, 4).join('::');
}

/** Without what the engine itself adds to a provider: the version of its plugin, and notes of its own. */
function ownInputs(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!type.startsWith('pulumi:providers:')) return inputs;
  const { __internal, version, ...own } = inputs;
  return own;
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  if ('ciphertext' in value) return '[secret]';
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, masked(each)]));
}
