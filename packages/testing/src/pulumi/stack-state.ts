/** A stack as `pulumi stack export` writes it. */
export interface StackState {
  readonly deployment: {
    readonly secrets_providers?: { readonly type: string };
    readonly resources?: readonly StateResource[];
  };
}

/** One resource in the state of a stack. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly dependencies?: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}
