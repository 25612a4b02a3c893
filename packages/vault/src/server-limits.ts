import { type Problem, show, UserError } from '@plinth/errors';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import { Component, type Transform } from './component';
import { pathProblems } from './path';

export interface ServerLimitsArgs {
  /** Requests a second that one address may make, of all kinds. */
  readonly requests: number;
  /** Logins a second that one address may try, by where: `auth/kubernetes/login`. */
  readonly logins: Readonly<Record<string, number>>;
  /** So many servers always stay, however long one has been silent. @default none is ever taken out */
  readonly minQuorum?: number;
  readonly transform?: {
    readonly requests?: Transform<vault.QuotaRateLimitArgs>;
    readonly logins?: Transform<vault.QuotaRateLimitArgs>;
    readonly autopilot?: Transform<vault.RaftAutopilotArgs>;
  };
}

/**
 * What one client can take from the others: who asks too often is told to wait (429) before anything is looked up.
 * How many leases there may be is not limited: that quota is Vault Enterprise's. Leases are short instead.
 * @see https://developer.hashicorp.com/vault/docs/concepts/resource-quotas
 */
export class ServerLimits extends Component {
  readonly nodes: {
    readonly requests: vault.QuotaRateLimit;
    readonly logins: Readonly<Record<string, vault.QuotaRateLimit>>;
    readonly autopilot: vault.RaftAutopilot | undefined;
  };

  constructor(name: string, args: ServerLimitsArgs, options?: ComponentResourceOptions) {
    UserError.throwIfAny(problemsOf(`ServerLimits ${name}`, args));
    super('ServerLimits', name, options);
    this.nodes = {
      requests: this.#createRequests(args),
      logins: this.#createLogins(args),
      autopilot: this.#createAutopilot(args),
    };
    this.registerOutputs();
  }

  #createRequests({ requests, transform }: ServerLimitsArgs): vault.QuotaRateLimit {
    const quota = { name: 'requests', path: '', rate: requests, interval: 1 };
    return new vault.QuotaRateLimit(...this.child('requests', quota, transform?.requests));
  }

  #createLogins({ logins, transform }: ServerLimitsArgs): Record<string, vault.QuotaRateLimit> {
    return Object.fromEntries(
      Object.entries(logins).map(([path, rate]) => {
        const name = path.replaceAll('/', '-');
        const quota = { name, path, rate, interval: 1 };
        return [path, new vault.QuotaRateLimit(...this.child(name, quota, transform?.logins))];
      }),
    );
  }

  /** A server that is gone for good leaves the count of those that have to agree. */
  #createAutopilot({ minQuorum, transform }: ServerLimitsArgs): vault.RaftAutopilot | undefined {
    if (minQuorum === undefined) return undefined;
    const autopilot: vault.RaftAutopilotArgs = {
      cleanupDeadServers: true,
      deadServerLastContactThreshold: '24h0m0s',
      lastContactThreshold: '10s',
      maxTrailingLogs: 1000,
      minQuorum,
      serverStabilizationTime: '10s',
    };
    return new vault.RaftAutopilot(...this.child('autopilot', autopilot, transform?.autopilot));
  }
}

function problemsOf(where: string, { requests, logins, minQuorum }: ServerLimitsArgs): Problem[] {
  return [
    ...countProblems(`${where}: requests`, requests, 1),
    ...Object.entries(logins).flatMap(([path, rate]) => [
      ...pathProblems(`${where}: logins`, path),
      ...countProblems(`${where}: logins.${path}`, rate, 1),
    ]),
    // Two would let one server that is cut off, and one that has just come, decide.
    ...(minQuorum === undefined ? [] : countProblems(`${where}: minQuorum`, minQuorum, 3)),
  ];
}

function countProblems(where: string, found: number, least: number): Problem[] {
  if (Number.isInteger(found) && found >= least) return [];
  return [
    {
      code: 'server-limit',
      where,
      found: show(found),
      allowed: `a whole number from ${least}`,
      fix: `write for example ${Math.max(least, 3)}`,
    },
  ];
}
