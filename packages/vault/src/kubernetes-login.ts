import { type Problem, show, UserError } from '@plinth/errors';
import type { ComponentResourceOptions } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import type { AccessPolicy } from './access-policy';
import { Component, type Transform } from './component';
import { nameProblems } from './name';
import { pathProblems } from './path';
import { goDuration, type TokenLife, tokenLifeProblems, tokenOf } from './token';

export interface KubernetesLoginArgs {
  readonly mountPath: string;
  /** The API server that says whose a token is. */
  readonly apiServer: string;
  /** What a ServiceAccount's token has to be made for. */
  readonly audience: string;
  readonly token: TokenLife;
  readonly transform?: {
    readonly mount?: Transform<vault.AuthBackendArgs>;
    readonly config?: Transform<vault.kubernetes.AuthBackendConfigArgs>;
  };
}

/** One ServiceAccount, and what it may do. */
export interface KubernetesRole {
  readonly roleName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly policy: AccessPolicy;
  /**
   * By what Vault knows the ServiceAccount again. By its uid, one that was made anew under the same name is somebody else.
   * By its name, it is the same: for one that is made anew again and again, each of which Vault would remember for ever.
   * @default 'uid'
   */
  readonly knownBy?: 'uid' | 'name';
  /** For whom its tokens are made. @default - as everybody's */
  readonly audience?: string;
  /** How long it stays. @default - as everybody */
  readonly token?: TokenLife;
  readonly transform?: Transform<vault.kubernetes.AuthBackendRoleArgs>;
}

/**
 * How workloads log in: with a token of their ServiceAccount, which Vault shows to the API server under its own pod's
 * identity. The API server says no for a token of a pod that is gone.
 * @see https://developer.hashicorp.com/vault/docs/auth/kubernetes
 */
export class KubernetesLogin extends Component {
  readonly nodes: {
    readonly mount: vault.AuthBackend;
    readonly config: vault.kubernetes.AuthBackendConfig;
  };
  readonly #where: string;
  readonly #args: KubernetesLoginArgs;

  constructor(name: string, args: KubernetesLoginArgs, options?: ComponentResourceOptions) {
    const where = `KubernetesLogin ${name}`;
    UserError.throwIfAny(problemsOf(where, args));
    super('KubernetesLogin', name, options);
    this.#where = where;
    this.#args = args;
    const mount = this.#createMount();
    this.nodes = { mount, config: this.#createConfig(mount) };
    this.registerOutputs();
  }

  /** Lets one ServiceAccount of one namespace in. */
  addRole(role: KubernetesRole): vault.kubernetes.AuthBackendRole {
    const { roleName, namespace, serviceAccount, policy, knownBy = 'uid', transform } = role;
    const { audience, token } = { ...this.#args, ...role };
    const where = `${this.#where}: role ${show(roleName)}`;
    UserError.throwIfAny(roleProblems(where, role));
    const args: vault.kubernetes.AuthBackendRoleArgs = {
      backend: this.nodes.mount.path,
      roleName,
      boundServiceAccountNames: [serviceAccount],
      boundServiceAccountNamespaces: [namespace],
      audience,
      aliasNameSource: `serviceaccount_${knownBy}`,
      ...tokenOf(token, [policy.policyName]),
    };
    // Nobody logs in to a policy that is not there.
    const after = { dependsOn: [policy.nodes.policy, this.nodes.config] };
    return new vault.kubernetes.AuthBackendRole(...this.child(roleName, args, transform, after));
  }

  #createMount(): vault.AuthBackend {
    const { mountPath, token, transform } = this.#args;
    const mount: vault.AuthBackendArgs = {
      type: 'kubernetes',
      path: mountPath,
      description: 'Workloads, by the token of their ServiceAccount',
      tune: {
        defaultLeaseTtl: goDuration(token.ttl),
        maxLeaseTtl: goDuration(token.maxTtl),
        listingVisibility: 'hidden',
        tokenType: 'service',
      },
    };
    return new vault.AuthBackend(...this.child(undefined, mount, transform?.mount));
  }

  #createConfig(mount: vault.AuthBackend): vault.kubernetes.AuthBackendConfig {
    const { apiServer, transform } = this.#args;
    const config: vault.kubernetes.AuthBackendConfigArgs = {
      backend: mount.path,
      kubernetesHost: apiServer,
      // The token and the authority of Vault's own pod, which the kubelet keeps fresh: nothing here to leak.
      disableLocalCaJwt: false,
    };
    return new vault.kubernetes.AuthBackendConfig(...this.child('config', config, transform?.config));
  }
}

/** Exactly one ServiceAccount of exactly one namespace: `*` would be everybody. */
export function roleProblems(where: string, role: Omit<KubernetesRole, 'policy' | 'transform'>): Problem[] {
  const { roleName, namespace, serviceAccount, audience, token } = role;
  return [
    ...nameProblems(`${where}: roleName`, roleName),
    ...nameProblems(`${where}: namespace`, namespace),
    ...nameProblems(`${where}: serviceAccount`, serviceAccount),
    ...(audience === undefined ? [] : audienceProblems(`${where}: audience`, audience)),
    ...(token === undefined ? [] : tokenLifeProblems(`${where}: token`, token)),
  ];
}

/** A name, or the form that cert-manager gives to an issuer: `vault://exchange/ledger`. */
function audienceProblems(where: string, audience: string): Problem[] {
  const issuer = /^vault:\/\/([^/]+)\/([^/]+)$/.exec(audience);
  if (issuer === null) return nameProblems(where, audience);
  return issuer.slice(1).flatMap((part) => nameProblems(where, part ?? ''));
}

function problemsOf(where: string, { mountPath, apiServer, audience, token }: KubernetesLoginArgs) {
  return [
    ...pathProblems(`${where}: mountPath`, mountPath),
    ...nameProblems(`${where}: audience`, audience),
    ...tokenLifeProblems(`${where}: token`, token),
    ...apiServerProblems(`${where}: apiServer`, apiServer),
  ];
}

function apiServerProblems(where: string, apiServer: string): Problem[] {
  if (/^https:\/\/[a-z0-9.:-]+$/.test(apiServer)) return [];
  return [
    {
      code: 'api-server',
      where,
      found: show(apiServer),
      allowed: 'the https URL of an API server, without path',
      fix: 'write "https://kubernetes.default.svc"',
    },
  ];
}
