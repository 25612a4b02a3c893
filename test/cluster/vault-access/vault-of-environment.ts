import { join } from 'node:path';
import { type CloudPlan, planProgram } from '@plinth/cloud-plan';
import {
  ADD_ON_IDENTITIES,
  declaredEnvironment,
  grantsOf,
  kvData,
  kvMetadata,
  type ResolvedEnvironment,
  VAULT_ADDRESS,
  VAULT_AUDIENCE,
  VAULT_MOUNTS,
  type VaultLogin,
  vaultLogins,
} from '@plinth/model';
import {
  applyAll,
  ControlPlane,
  type Engines,
  type KubernetesObject,
  PostgresServer,
  readManifests,
  until,
  type VaultAnswer,
  VaultServer,
  Workspace,
} from '@plinth/testing';
import { company } from '../../../environments';
import { applyPlan } from './apply-plan';
import { IdentityProvider } from './identity-provider';

const root = join(__dirname, '../../..');

/** Who Vault asks PostgreSQL to make accounts: as in Cloud SQL, no superuser. */
const ADMINISTRATOR = 'vault-administrator';

/**
 * An environment's Vault as `stacks/vault` plans it, really: server, Kubernetes' API that vouches for ServiceAccounts,
 * PostgreSQL that gets accounts, an identity provider that vouches for people. Of the plan only addresses are replaced,
 * and how Vault logs in to databases, which in the cloud is IAM's.
 */
export class VaultOfEnvironment {
  private constructor(
    readonly environment: ResolvedEnvironment,
    readonly plan: CloudPlan,
    readonly workspace: Workspace,
    readonly plane: ControlPlane,
    readonly vault: VaultServer,
    readonly postgres: PostgresServer,
    readonly people: IdentityProvider,
  ) {}

  static async start(name: string, engines: Engines): Promise<VaultOfEnvironment> {
    const environment = declaredEnvironment(company, { root, name, where: 'the test' });
    const workspace = new Workspace(`vault-of-${name}`);
    const [plan, plane, vault, postgres] = await Promise.all([
      planProgram({ folder: join(root, 'stacks/vault'), stack: name }),
      ControlPlane.start(workspace, { binary: (program) => engines.path(program) }),
      // Under the name by which the cluster knows it too.
      VaultServer.start({ engines, workspace, dnsNames: [new URL(VAULT_ADDRESS).hostname] }),
      PostgresServer.start({ engines, workspace }),
    ]);
    const people = await IdentityProvider.start(vault.authority);
    const started = new VaultOfEnvironment(environment, plan, workspace, plane, vault, postgres, people);
    try {
      await started.#prepare();
      return started;
    } catch (error) {
      await started.stop({ keepLogs: true });
      throw error;
    }
  }

  get logins(): readonly VaultLogin[] {
    return vaultLogins(this.environment);
  }

  /** Every path of a declared secret, once: what everybody is tried on. */
  get declaredPaths(): readonly string[] {
    const granted = this.logins.flatMap((login) => grantsOf(login));
    return [...new Set(granted.flatMap(({ path, secret }) => (secret === undefined ? [] : [path])))].sort();
  }

  /** A token of a ServiceAccount, as the kubelet projects it into a pod. */
  async token(
    { namespace, role }: Pick<VaultLogin, 'namespace' | 'role'>,
    audience: string = VAULT_AUDIENCE,
  ): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${role}/token`;
    const answer = await this.plane.client('admin').request('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences: [audience], expirationSeconds: 600 },
    });
    return (answer as unknown as { readonly status: { readonly token: string } }).status.token;
  }

  /** The answer to a login, whatever that is. Logins are limited by the second: who is told so asks again, as every client does. */
  login(role: string, jwt: string): Promise<VaultAnswer> {
    const client = this.vault.client();
    return until('there are not too many logins', async () => {
      const answer = await client.write(`auth/${VAULT_MOUNTS.kubernetes}/login`, { role, jwt });
      return answer.status !== 429 && answer;
    });
  }

  /** Puts a value where a person would, over what is there. */
  async put(path: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const { body } = await this.vault.root.read(kvMetadata(path));
    const cas = body.data?.current_version ?? 0;
    await this.vault.root.succeed('write', kvData(path), { data, options: { cas } });
  }

  async stop({ keepLogs = false }: { readonly keepLogs?: boolean } = {}): Promise<void> {
    this.people.stop();
    await Promise.all([this.vault.stop(), this.postgres.stop(), this.plane.stop()]);
    this.workspace.remove({ keepLogs });
  }

  async #prepare(): Promise<void> {
    await this.#accounts();
    await this.#databases();
    const reviewer = await this.token(
      { namespace: ADD_ON_IDENTITIES.vault.namespace, role: ADD_ON_IDENTITIES.vault.serviceAccount },
      // Vault's own pod shows its token to the API server.
      'https://kubernetes.default.svc.cluster.local',
    );
    const { postgres, plane, people, vault } = this;
    await applyPlan(vault.root, this.plan, {
      secret: 'client secret of the identity provider',
      here: {
        'vault:kubernetes/authBackendConfig:AuthBackendConfig': (inputs) => ({
          ...inputs,
          kubernetesHost: plane.server,
          kubernetesCaCert: plane.authority.certificate,
          tokenReviewerJwt: reviewer,
        }),
        'vault:database/secretBackendConnection:SecretBackendConnection': (inputs) => ({
          ...inputs,
          postgresql: {
            connectionUrl: `postgresql://{{username}}:{{password}}@${postgres.address}/${String(inputs.name)}?sslmode=verify-full&sslrootcert=${postgres.authorityFile}`,
            username: ADMINISTRATOR,
            password: postgres.admin.password,
          },
        }),
        'vault:jwt/authBackend:AuthBackend': (inputs) => ({
          ...inputs,
          oidcDiscoveryUrl: people.issuer,
          oidcDiscoveryCaPem: vault.authority.certificate,
        }),
        'vault:index/audit:Audit': (inputs) => ({
          ...inputs,
          options: {
            ...(inputs.options as object),
            file_path: this.workspace.log(`audit-${String(inputs.path)}`),
          },
        }),
      },
    });
  }

  /** The namespaces and ServiceAccounts of the manifests, and the right that Vault's chart brings. */
  async #accounts(): Promise<void> {
    const { namespace, serviceAccount } = ADD_ON_IDENTITIES.vault;
    const api = this.plane.client('admin');
    const rendered = readManifests(join(root, 'manifests', this.environment.name)).filter(
      ({ kind }) => kind === 'Namespace' || kind === 'ServiceAccount',
    );
    const chart: KubernetesObject[] = [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'vault-server-binding' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'system:auth-delegator',
        },
        subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
      },
    ];
    await applyAll(api, [...rendered, ...chart]);
    api.close();
  }

  /** What Cloud SQL has from the start, and what foundation makes: a database, and an administrator who is no superuser. */
  async #databases(): Promise<void> {
    const { postgres } = this;
    const run = (statement: string) => postgres.sql(postgres.admin, statement);
    await run('CREATE ROLE cloudsqlsuperuser NOLOGIN CREATEROLE CREATEDB');
    await run(
      `CREATE ROLE "${ADMINISTRATOR}" LOGIN PASSWORD '${postgres.admin.password}' IN ROLE cloudsqlsuperuser`,
    );
    for (const { name, cloudSql } of this.environment.dependencies) {
      if (cloudSql !== undefined) await run(`CREATE DATABASE "${name}" OWNER cloudsqlsuperuser`);
    }
  }
}
