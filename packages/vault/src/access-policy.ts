import { UserError } from '@plinth/errors';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import { Component, type Transform } from './component';
import { nameProblems } from './name';
import { type Grant, grantProblems, policyText } from './policy-text';

export interface AccessPolicyArgs {
  readonly policyName: string;
  /** All that it allows: Vault denies what no policy names. */
  readonly grants: readonly Grant[];
  readonly transform?: { readonly policy?: Transform<vault.PolicyArgs> };
}

/**
 * What somebody may do, path by path.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export class AccessPolicy extends Component {
  readonly nodes: { readonly policy: vault.Policy };
  readonly policyName: string;

  constructor(name: string, args: AccessPolicyArgs, options?: ComponentResourceOptions) {
    const where = `AccessPolicy ${name}`;
    UserError.throwIfAny([
      ...nameProblems(`${where}: policyName`, args.policyName),
      ...grantProblems(`${where}: grants`, args.grants),
    ]);
    super('AccessPolicy', name, options);
    this.policyName = args.policyName;
    const policy = { name: args.policyName, policy: policyText(args.grants) };
    this.nodes = { policy: new vault.Policy(...this.child(undefined, policy, args.transform?.policy)) };
    this.registerOutputs();
  }
}
