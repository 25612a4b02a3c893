import { type Problem, show, UserError } from '@plinth/errors';
import type { ComponentResourceOptions, Input } from '@pulumi/pulumi';
import * as vault from '@pulumi/vault';
import type { AccessPolicy } from './access-policy';
import { Component, type Transform } from './component';
import { nameProblems } from './name';
import { pathProblems } from './path';
import { goDuration, type TokenLife, tokenLifeProblems, tokenOf } from './token';

export interface PeopleLoginArgs {
  readonly mountPath: string;
  /** The OpenID Connect issuer, which asks for the second factor. */
  readonly issuer: string;
  readonly clientId: string;
  /** Out of the program's secret settings. */
  readonly clientSecret: Input<string>;
  /** What a person may do whatever her groups are: end her login. */
  readonly policy: AccessPolicy;
  readonly token: TokenLife;
  readonly transform?: {
    readonly mount?: Transform<vault.jwt.AuthBackendArgs>;
    readonly role?: Transform<vault.jwt.AuthBackendRoleArgs>;
  };
}

/** People whom the identity provider knows as a group, and what they may do. */
export interface PeopleGroup {
  /** What we call them. */
  readonly groupName: string;
  /** What the identity provider calls them. */
  readonly claim: string;
  readonly policy: AccessPolicy;
}

const ROLE = 'people';
/** Where the command line of whoever logs in listens for the answer; there is no login in a browser alone, for Vault's pages are off. */
const CALLBACKS = ['http://localhost:8250/oidc/callback'];

/**
 * How people log in: at the company's identity provider, from the command line. There are no passwords and no other way.
 * @see https://developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers
 */
export class PeopleLogin extends Component {
  readonly nodes: { readonly mount: vault.jwt.AuthBackend; readonly role: vault.jwt.AuthBackendRole };
  readonly #where: string;
  readonly #args: PeopleLoginArgs;

  constructor(name: string, args: PeopleLoginArgs, options?: ComponentResourceOptions) {
    const where = `PeopleLogin ${name}`;
    UserError.throwIfAny(problemsOf(where, args));
    super('PeopleLogin', name, options);
    this.#where = where;
    this.#args = args;
    const mount = this.#createMount();
    this.nodes = { mount, role: this.#createRole(mount) };
    this.registerOutputs();
  }

  /** Whoever is in this group when she logs in may do this. */
  addGroup({ groupName, claim, policy }: PeopleGroup): vault.identity.Group {
    const where = `${this.#where}: group ${show(groupName)}`;
    UserError.throwIfAny([...nameProblems(`${where}: groupName`, groupName), ...claimProblems(where, claim)]);
    const group = new vault.identity.Group(
      ...this.child(
        groupName,
        { name: groupName, type: 'external', policies: [policy.policyName] },
        undefined,
        { dependsOn: policy.nodes.policy },
      ),
    );
    const alias = { name: claim, mountAccessor: this.nodes.mount.accessor, canonicalId: group.id };
    new vault.identity.GroupAlias(...this.child(`${groupName}-alias`, alias, undefined));
    return group;
  }

  #createMount(): vault.jwt.AuthBackend {
    const { mountPath, issuer, clientId, clientSecret, token, transform } = this.#args;
    const mount: vault.jwt.AuthBackendArgs = {
      path: mountPath,
      type: 'oidc',
      description: 'People, by the company’s identity provider',
      oidcDiscoveryUrl: issuer,
      boundIssuer: issuer,
      oidcClientId: clientId,
      oidcClientSecret: clientSecret,
      defaultRole: ROLE,
      tune: {
        defaultLeaseTtl: goDuration(token.ttl),
        maxLeaseTtl: goDuration(token.maxTtl),
        listingVisibility: 'hidden',
        tokenType: 'service',
      },
    };
    return new vault.jwt.AuthBackend(...this.child(undefined, mount, transform?.mount));
  }

  #createRole(mount: vault.jwt.AuthBackend): vault.jwt.AuthBackendRole {
    const { mountPath, clientId, token, policy, transform } = this.#args;
    const role: vault.jwt.AuthBackendRoleArgs = {
      backend: mountPath,
      roleName: ROLE,
      roleType: 'oidc',
      boundAudiences: [clientId],
      allowedRedirectUris: CALLBACKS,
      userClaim: 'sub',
      groupsClaim: 'groups',
      claimMappings: { email: 'email' },
      oidcScopes: ['profile', 'email', 'groups'],
      verboseOidcLogging: false,
      ...tokenOf(token, [policy.policyName]),
    };
    const after = { dependsOn: [mount, policy.nodes.policy] };
    return new vault.jwt.AuthBackendRole(...this.child('role', role, transform?.role, after));
  }
}

function problemsOf(where: string, { mountPath, issuer, clientId, token }: PeopleLoginArgs): Problem[] {
  return [
    ...pathProblems(`${where}: mountPath`, mountPath),
    ...tokenLifeProblems(`${where}: token`, token),
    ...problem(
      `${where}: issuer`,
      issuer,
      /^https:\/\/[^\s/]+(?:\/[^\s/]+)*$/,
      'an https URL without slash at its end',
    ),
    ...problem(`${where}: clientId`, clientId, /^[\w.-]{1,128}$/, 'the id of one client'),
  ];
}

export function claimProblems(where: string, claim: string): Problem[] {
  return problem(`${where}: claim`, claim, /^[^\s*]+$/, 'one group, as the identity provider calls it');
}

function problem(where: string, found: string, form: RegExp, allowed: string): Problem[] {
  if (form.test(found)) return [];
  return [
    { code: 'people-login', where, found: show(found), allowed, fix: 'copy it from the identity provider' },
  ];
}
