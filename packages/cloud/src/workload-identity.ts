import { type Problem, show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import { type ComponentResourceOptions, interpolate, type Output, type Resource } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { projectProblems } from './place';
import type { Principal } from './principal';
import { projectRoleProblems } from './project-role';

export interface WorkloadIdentityArgs {
  readonly project: string;
  /** The part of its address before the `@`: 6 to 30 characters. */
  readonly accountId: string;
  readonly displayName: string;
  /** The one Kubernetes ServiceAccount that acts as it: `serviceAccount:project.svc.id.goog[namespace/name]`. */
  readonly workload: string;
  /**
   * The first cluster of the project: Google knows no such members before it is there.
   * @default the project has one
   */
  readonly cluster?: Resource;
  readonly transform?: {
    readonly account?: Transform<gcp.serviceaccount.AccountArgs>;
    readonly binding?: Transform<gcp.serviceaccount.IAMMemberArgs>;
  };
}

const ACCOUNT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const WORKLOAD = /^serviceAccount:([a-z0-9-]+)\.svc\.id\.goog\[([a-z0-9-]+)\/([a-z0-9.-]+)\]$/;

/**
 * Who a workload is to Google: a service account without keys that exactly one Kubernetes ServiceAccount may
 * act as. It can do nothing until something is granted to it.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export class WorkloadIdentity extends Component implements Principal {
  readonly nodes: {
    readonly account: gcp.serviceaccount.Account;
    readonly binding: gcp.serviceaccount.IAMMember;
  };
  readonly name: string;
  readonly #args: WorkloadIdentityArgs;

  constructor(name: string, args: WorkloadIdentityArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`WorkloadIdentity ${name}`, args));
    super('WorkloadIdentity', name, options);
    this.#args = args;
    this.name = args.accountId;
    const account = this.#createAccount();
    this.nodes = { account, binding: this.#createBinding(account) };
    this.registerOutputs();
  }

  get email(): Output<string> {
    return this.nodes.account.email;
  }

  get member(): Output<string> {
    return interpolate`serviceAccount:${this.email}`;
  }

  /**
   * A right in the whole project, for what cannot be granted on one resource, such as writing metrics.
   * @throws UserError for a basic role, one that administers, and one to become somebody else
   */
  grantProjectRole(role: string): void {
    UserError.throwIfAny(projectRoleProblems(`WorkloadIdentity ${this.name}: grantProjectRole`, role));
    const suffix = role.replace(/^.*roles\//, '').replaceAll('.', '-');
    const args = { project: this.#args.project, role, member: this.member };
    new gcp.projects.IAMMember(...this.child(suffix, args, undefined));
  }

  #createAccount(): gcp.serviceaccount.Account {
    const { project, accountId, displayName, transform } = this.#args;
    const account = { project, accountId, displayName };
    return new gcp.serviceaccount.Account(...this.child(undefined, account, transform?.account));
  }

  #createBinding(account: gcp.serviceaccount.Account): gcp.serviceaccount.IAMMember {
    const { workload, cluster, transform } = this.#args;
    const binding = {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: workload,
    };
    const after = cluster === undefined ? {} : { dependsOn: cluster };
    return new gcp.serviceaccount.IAMMember(...this.child('workload', binding, transform?.binding, after));
  }
}

function problemsOf(where: string, { project, accountId, workload }: WorkloadIdentityArgs): Problem[] {
  const [, pool] = WORKLOAD.exec(workload) ?? [];
  return [
    ...projectProblems(`${where}: project`, project),
    ...(ACCOUNT.test(accountId)
      ? []
      : [
          {
            code: 'account-id',
            where: `${where}: accountId`,
            found: show(accountId),
            allowed: '6 to 30 lower-case letters, digits and hyphens, a letter first, no hyphen last',
            fix: 'shorten it',
          },
        ]),
    ...(pool === project
      ? []
      : [
          {
            code: 'workload',
            where: `${where}: workload`,
            found: show(workload),
            allowed: `"serviceAccount:${project}.svc.id.goog[namespace/name]", of this project`,
            fix: 'name one ServiceAccount of a cluster in the same project',
          },
        ]),
  ];
}
