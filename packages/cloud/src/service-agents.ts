import { show, UserError } from '@plinth/errors';
import * as gcp from '@pulumi/gcp';
import type { ComponentResourceOptions, InvokeOutputOptions, Output } from '@pulumi/pulumi';
import { Component, type Transform } from './component';
import { projectProblems } from './place';
import type { Principal } from './principal';

/** Agents that are made when we request them, by the API whose agents they are. */
const REQUESTED = {
  artifactregistry: 'artifactregistry.googleapis.com',
  gke: 'container.googleapis.com',
  pubsub: 'pubsub.googleapis.com',
  sql: 'sqladmin.googleapis.com',
} as const;

type Question = (project: string, options: InvokeOutputOptions) => Output<string>;

/** Agents that come with their API, or at the latest when somebody asks who they are. */
const ASKED = {
  compute: numbered('compute-system'),
  logging: (project, options) =>
    gcp.logging
      .getProjectCmekSettingsOutput({ project }, options)
      .serviceAccountId.apply((address) => `serviceAccount:${address}`),
  storage: (project, options) => gcp.storage.getProjectServiceAccountOutput({ project }, options).member,
} as const satisfies Record<string, Question>;

/** A service of Google that acts in the project, and so has to be given the use of keys. */
export type ServiceAgentName = keyof typeof REQUESTED | keyof typeof ASKED;

export interface ServiceAgentsArgs {
  readonly project: string;
  /** Those that will be granted something. Their APIs have to be enabled: depend on `ProjectServices`. */
  readonly agents: readonly ServiceAgentName[];
  readonly transform?: { readonly identities?: Transform<gcp.projects.ServiceIdentityArgs> };
}

/**
 * Services of Google that act in the project, there before the first right is granted to them: a right for
 * somebody who does not exist yet is refused.
 * @see https://cloud.google.com/iam/docs/service-agents
 */
export class ServiceAgents extends Component {
  /** Those that had to be requested. */
  readonly nodes: { readonly identities: Readonly<Record<string, gcp.projects.ServiceIdentity>> };
  readonly #args: ServiceAgentsArgs;
  readonly #where: string;
  readonly #principals: ReadonlyMap<ServiceAgentName, Principal>;

  constructor(name: string, args: ServiceAgentsArgs, options?: ComponentResourceOptions) {
    const where = `ServiceAgents ${name}`;
    UserError.throwIfAny(projectProblems(`${where}: project`, args.project));
    super('ServiceAgents', name, options);
    this.#args = args;
    this.#where = where;
    const identities = this.#createIdentities();
    this.nodes = { identities };
    this.#principals = this.#buildPrincipals(identities, options);
    this.registerOutputs();
  }

  /** @throws UserError for an agent that is not in `agents` */
  of(agent: ServiceAgentName): Principal {
    const principal = this.#principals.get(agent);
    if (principal !== undefined) return principal;
    throw new UserError({
      code: 'unknown-agent',
      where: this.#where,
      found: show(agent),
      allowed: `one of its agents: ${this.#args.agents.join(', ')}`,
      fix: 'add it to `agents`',
    });
  }

  #createIdentities(): Record<string, gcp.projects.ServiceIdentity> {
    const { project, agents, transform } = this.#args;
    const identities = agents.filter(isRequested).map((agent) => {
      const args = { project, service: REQUESTED[agent] };
      return [
        agent,
        new gcp.projects.ServiceIdentity(...this.child(agent, args, transform?.identities)),
      ] as const;
    });
    return Object.fromEntries(identities);
  }

  #buildPrincipals(
    identities: Readonly<Record<string, gcp.projects.ServiceIdentity>>,
    options: ComponentResourceOptions | undefined,
  ): Map<ServiceAgentName, Principal> {
    const { project, agents } = this.#args;
    const dependsOn = options?.dependsOn;
    // A question does not wait for its parent, as a child does.
    const asking = { parent: this, ...(dependsOn !== undefined && { dependsOn }) };
    const members = agents.map((agent) => {
      const member = isRequested(agent) ? identities[agent]?.member : ASKED[agent](project, asking);
      return member === undefined ? [] : [[agent, { name: `${agent}-agent`, member }] as const];
    });
    return new Map(members.flat());
  }
}

function isRequested(agent: ServiceAgentName): agent is keyof typeof REQUESTED {
  return Object.hasOwn(REQUESTED, agent);
}

function numbered(domain: string): Question {
  return (project, options) =>
    gcp.organizations
      .getProjectOutput({ projectId: project }, options)
      .number.apply((number) => `serviceAccount:service-${number}@${domain}.iam.gserviceaccount.com`);
}
