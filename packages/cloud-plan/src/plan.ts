/** Plain JSON; an output that is known only after creation is text such as `${gcp:compute/network:Network.main.id}`. */
export type PlannedValue =
  | string
  | number
  | boolean
  | null
  | readonly PlannedValue[]
  | { readonly [key: string]: PlannedValue };

/** What stands in a plan in the place of a secret. */
export const MASKED = '[secret]';

/** What stands in a plan in the place of a value that only the cloud could compute. */
export const UNKNOWN = '[unknown]';

/** One resource that a program would register. */
export interface PlannedResource {
  readonly urn: string;
  /** Such as `gcp:container/cluster:Cluster`. */
  readonly type: string;
  readonly name: string;
  /** The URN of the resource that it belongs to; absent only for the stack itself. */
  readonly parent?: string;
  /** Made by a provider; otherwise a component that only groups. */
  readonly custom: boolean;
  /** The URN of its explicit provider. */
  readonly provider?: string;
  /** The id under which it is only looked up: nothing is made. */
  readonly read?: string;
  readonly inputs: { readonly [key: string]: PlannedValue };
  /** URNs, sorted: what has to be there before. */
  readonly dependencies: readonly string[];
  readonly options: PlannedOptions;
}

/** Only what was set. */
export interface PlannedOptions {
  readonly protect?: true;
  readonly retainOnDelete?: true;
  readonly deleteBeforeReplace?: true;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly aliases?: readonly string[];
  readonly import?: string;
}

/** A plan that another program refers to, or how to come by it: asked only when a program does. */
export type PlanReference = CloudPlan | (() => Promise<CloudPlan>);

/** What a Pulumi program would register for one stack. */
export interface CloudPlan {
  readonly project: string;
  readonly stack: string;
  /** Parents before children; siblings by type and name. Any order of registration gives this one. */
  readonly resources: readonly PlannedResource[];
  /** What other stacks can refer to. */
  readonly outputs: { readonly [key: string]: PlannedValue };
}
