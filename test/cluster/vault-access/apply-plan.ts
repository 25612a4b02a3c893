import { type CloudPlan, MASKED, type PlannedResource, type PlannedValue } from '@plinth/cloud-plan';
import type { VaultBody, VaultClient } from '@plinth/testing';
import { translationOf } from './requests';

type Values = Readonly<Record<string, unknown>>;

export interface ApplyPlanOptions {
  /** Inputs that differ where the test runs, by type: addresses of engines on loopback instead of the cloud's. */
  readonly here?: Readonly<Record<string, (inputs: Values) => Values>>;
  /** What stands where the plan shows no secret. */
  readonly secret?: string;
}

/** Makes in a real Vault what the program would, in the order in which Pulumi would. */
export async function applyPlan(
  vault: VaultClient,
  plan: CloudPlan,
  { here = {}, secret = '' }: ApplyPlanOptions = {},
): Promise<void> {
  const made = new Map<string, Values>();
  for (const resource of inOrder(plan.resources.filter(({ custom, type }) => custom && isVaults(type)))) {
    const known = valuesOf(resource.inputs, made, secret) as Values;
    const inputs = here[resource.type]?.(known) ?? known;
    const translation = translationOf(resource.type, inputs);
    let answer: VaultBody = {};
    for (const { verb, path, body } of translation.requests(inputs)) {
      answer = await vault.succeed(verb, path, body);
      const ignored = (answer.warnings ?? []).filter((warning) =>
        warning.includes('unrecognized parameters'),
      );
      if (ignored.length > 0) throw new Error(`${resource.type} ${resource.name}: ${ignored.join(', ')}`);
    }
    const id = inputs.path ?? inputs.name ?? inputs.backend ?? resource.name;
    made.set(`${resource.type}.${resource.name}`, {
      id,
      ...inputs,
      ...translation.outputs?.(answer, inputs),
    });
  }
}

/** The provider itself is configured, not made. */
function isVaults(type: string): boolean {
  return type.startsWith('vault:');
}

/** What something depends on comes before it. */
function inOrder(resources: readonly PlannedResource[]): PlannedResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered = new Set<PlannedResource>();
  const visit = (resource: PlannedResource) => {
    if (ordered.has(resource)) return;
    for (const urn of resource.dependencies) {
      const needed = byUrn.get(urn);
      if (needed !== undefined) visit(needed);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}

/** The inputs with what has been made in the place of symbols, and the secret where none is shown. */
function valuesOf(value: PlannedValue, made: ReadonlyMap<string, Values>, secret: string): unknown {
  if (Array.isArray(value)) return value.map((each) => valuesOf(each, made, secret));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, valuesOf(each, made, secret)]),
    );
  }
  if (value === MASKED) return secret;
  if (typeof value !== 'string') return value;
  const [, whole] = /^\$\{([^}]+)\}$/.exec(value) ?? [];
  if (whole !== undefined) return outputOf(whole, made);
  return value.replace(/\$\{(vault:[^}]+)\}/g, (_, symbol: string) => String(outputOf(symbol, made)));
}

function outputOf(symbol: string, made: ReadonlyMap<string, Values>): unknown {
  const dot = symbol.lastIndexOf('.');
  const value = made.get(symbol.slice(0, dot))?.[symbol.slice(dot + 1)];
  if (value === undefined) throw new Error(`nothing made so far has the output ${symbol}`);
  return value;
}
