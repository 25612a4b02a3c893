import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { dirname, join } from 'node:path';
import { type CloudPlan, planProgram } from '@plinth/cloud-plan';
import { CERTIFICATES_LABEL, SERVICE_AUTHORITIES, VAULT_MOUNTS } from '@plinth/model';
import {
  type ApiClient,
  applyAll,
  ControlPlane,
  type Engines,
  readManifests,
  refTo,
  TrustManager,
  until,
  VaultServer,
  Workspace,
} from '@plinth/testing';
import { FixtureRepository } from '../../cli/fixture-repository';
import { CHECKOUT, finish, type Run, startPlinth } from '../../cli/run-plinth';
import { VaultProxy } from '../certs/vault-proxy';
import { applyPlan } from '../vault-access/apply-plan';

const { pki: PKI, pkiRoot: ROOT } = VAULT_MOUNTS;
const LABEL = Object.fromEntries([CERTIFICATES_LABEL]);

/** What a run prints about where a rotation stands. */
export interface Stand {
  readonly generation: number;
  readonly authorities: readonly { readonly name: string; readonly fingerprint: string }[];
  readonly steps: readonly { readonly step: string; readonly state: string }[];
  readonly waitsFor?: string;
}

/**
 * Prod with an authority of its own: a real Vault with the authority and the roles of its plan, a real API server with
 * trust-manager and the namespaces that are rendered, and a copy of the repository to be written to.
 */
export class RotatingEnvironment {
  private constructor(
    readonly engines: Engines,
    readonly workspace: Workspace,
    readonly vault: VaultServer,
    readonly proxy: VaultProxy,
    readonly plane: ControlPlane,
    readonly api: ApiClient,
    readonly trustManager: TrustManager,
    readonly repository: FixtureRepository,
  ) {}

  static async start(engines: Engines): Promise<RotatingEnvironment> {
    const workspace = new Workspace('rotating');
    const [plane, vault, plan] = await Promise.all([
      ControlPlane.start(workspace, { binary: (name) => engines.path(name) }),
      VaultServer.start({ engines, workspace }),
      planProgram({ folder: join(CHECKOUT, 'stacks/vault'), stack: 'prod' }),
    ]);
    const api = plane.client('admin');
    await applyPlan(vault.root, authorityOf(plan));
    const rendered = readManifests(join(CHECKOUT, 'manifests/prod'));
    await applyAll(
      api,
      rendered.filter(({ kind }) => kind === 'Namespace'),
    );
    const trustManager = await TrustManager.start({ engines, controlPlane: plane, workspace });
    const repository = FixtureRepository.ofCompany();
    repository.write('environments/prod/authorities.json', '[]\n');
    const proxy = await VaultProxy.start(vault);
    return new RotatingEnvironment(engines, workspace, vault, proxy, plane, api, trustManager, repository);
  }

  async stop(): Promise<void> {
    this.repository.dispose();
    this.api.close();
    await Promise.all([this.proxy.stop(), this.trustManager.stop()]);
    await Promise.all([this.vault.stop(), this.plane.stop()]);
    this.workspace.remove({ keepLogs: false });
  }

  variables(token = this.vault.root.token): Readonly<Record<string, string>> {
    return {
      VAULT_ADDR: this.proxy.address,
      VAULT_TOKEN: token,
      KUBECONFIG: this.plane.kubeconfig('admin'),
      PATH: `${dirname(this.engines.path('kubectl'))}:${process.env.PATH}`,
    };
  }

  start(args: string, variables = this.variables()) {
    return startPlinth(['certs', ...args.split(' '), '--env', 'prod'], {
      cwd: this.repository.root,
      variables,
    });
  }

  run(args: string, variables = this.variables()): Promise<Run> {
    return finish(this.start(args, variables));
  }

  /** One run of `rotate-ca`, and where it came to. Pods have their files at once. */
  async rotate(
    args = '--settle 0',
  ): Promise<Stand & { readonly code: number | null; readonly stderr: string }> {
    const { code, stdout, stderr } = await this.run(`rotate-ca --json ${args}`);
    if (stdout === '') throw new Error(stderr);
    return { ...(JSON.parse(stdout) as Stand), code, stderr };
  }

  /** What a review, a merge and Argo CD do: the Bundle that is rendered comes to every namespace. */
  async publish(): Promise<void> {
    const { code, stderr } = await this.repository.plinth('synth --env prod');
    if (code !== 0) throw new Error(stderr);
    const bundles = readManifests(this.repository.path('manifests/prod')).filter(
      ({ kind, metadata }) => kind === 'Bundle' && metadata.name === SERVICE_AUTHORITIES.configMap,
    );
    if (bundles.length !== 1) throw new Error('one Bundle is rendered');
    await applyAll(this.api, bundles, { force: true });
    await this.published();
  }

  /** Every namespace has what is in the file. */
  async published(): Promise<void> {
    const wanted = this.trusted().map(({ certificate }) => certificate.fingerprint256);
    await until('every namespace has it', async () =>
      (await this.bundles()).every(
        ({ fingerprints }) => [...fingerprints].sort().join() === [...wanted].sort().join(),
      ),
    );
  }

  /** What is in the file of the repository. */
  trusted(): { name: string; certificate: X509Certificate }[] {
    const content = JSON.parse(this.repository.read('environments/prod/authorities.json')) as {
      name: string;
      certificate: string;
    }[];
    return content.map(({ name, certificate }) => ({ name, certificate: new X509Certificate(certificate) }));
  }

  /** What each namespace of the cluster has. */
  async bundles(): Promise<{ namespace: string; fingerprints: string[]; pem: string }[]> {
    const namespaces = await this.api.list('v1', 'Namespace');
    const labelled = namespaces.filter(({ metadata }) => isLabelled(metadata.labels));
    return await Promise.all(
      labelled.map(async ({ metadata: { name: namespace } }) => {
        const found = await this.api.tryGet(
          refTo('v1', 'ConfigMap', SERVICE_AUTHORITIES.configMap, namespace),
        );
        const pem = String(
          (found?.data as Record<string, string> | undefined)?.[SERVICE_AUTHORITIES.file] ?? '',
        );
        const blocks = pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
        return {
          namespace,
          pem,
          fingerprints: blocks.map((block) => new X509Certificate(block).fingerprint256),
        };
      }),
    );
  }

  /** A certificate of a service, with what a server shows beside it. */
  async issue(role = 'ledger'): Promise<{ leaf: string; chain: readonly string[]; serial: string }> {
    const { data: rules = {} } = await this.vault.root.succeed('read', `${PKI}/roles/${role}`);
    const [name] = rules.allowed_domains as string[];
    const { data } = await this.vault.root.succeed('write', `${PKI}/issue/${role}`, {
      common_name: name,
      uri_sans: (rules.allowed_uri_sans as string[]).join(','),
    });
    return {
      leaf: String(data?.certificate),
      chain: (data?.ca_chain as string[]) ?? [],
      serial: String(data?.serial_number),
    };
  }

  /** What a day does: certificates of before are not valid any more. Here they are revoked, all but one. */
  async outliveOld(kept: string): Promise<void> {
    for (const serial of await this.listed(`${PKI}/certs`)) {
      const { data } = await this.vault.root.succeed('read', `${PKI}/cert/${serial}`);
      const isLeaf = !new X509Certificate(String(data?.certificate)).ca;
      if (isLeaf && serial !== kept)
        await this.vault.root.succeed('write', `${PKI}/revoke`, { serial_number: serial });
    }
  }

  /** Whether OpenSSL believes a certificate by what pods of a namespace have. */
  verifies({ leaf, chain }: { leaf: string; chain: readonly string[] }, bundle: string): boolean {
    const [ca, between, certificate] = [
      this.workspace.write('verify-ca.crt', bundle),
      this.workspace.write('verify-chain.crt', chain.filter((one) => !isRoot(one)).join('\n')),
      this.workspace.write('verify-leaf.crt', leaf),
    ];
    try {
      execFileSync('openssl', ['verify', '-CAfile', ca, '-untrusted', between, certificate], {
        stdio: 'pipe',
      });
      return true;
    } catch {
      return false;
    }
  }

  /** Names of authorities with their keys, and what each may do. */
  async authorities(): Promise<{ mount: string; name: string; usage: string; isDefault: boolean }[]> {
    const found = await Promise.all(
      [ROOT, PKI].map(async (mount) => {
        const { data } = await this.vault.root.succeed('list', `${mount}/issuers`);
        const info = data?.key_info as Record<string, { key_id: string; is_default: boolean }>;
        return await Promise.all(
          Object.entries(info).flatMap(([id, { key_id: key, is_default: isDefault }]) =>
            key === ''
              ? []
              : [
                  this.vault.root.succeed('read', `${mount}/issuer/${id}`).then(({ data: issuer }) => ({
                    mount,
                    name: String(issuer?.issuer_name),
                    usage: String(issuer?.usage),
                    isDefault,
                  })),
                ],
          ),
        );
      }),
    );
    return found.flat().sort((a, b) => (`${a.mount} ${a.name}` < `${b.mount} ${b.name}` ? -1 : 1));
  }

  private async listed(path: string): Promise<readonly string[]> {
    const { body } = await this.vault.root.list(path);
    return (body.data?.keys ?? []) as readonly string[];
  }

  /** How many certificates of authorities a mount has signed, and how many keys it has. */
  async counts(): Promise<{ readonly signedByRoots: number; readonly keys: number }> {
    const all = await Promise.all([
      this.listed(`${ROOT}/certs`),
      this.listed(`${ROOT}/keys`),
      this.listed(`${PKI}/keys`),
    ]);
    const [signedByRoots = 0, ...keys] = all.map(({ length }) => length);
    return { signedByRoots, keys: keys.reduce((a, b) => a + b) };
  }
}

function isLabelled(labels: Readonly<Record<string, string>> = {}): boolean {
  return Object.entries(LABEL).every(([key, value]) => labels[key] === value);
}

function isRoot(pem: string): boolean {
  const { subject, issuer } = new X509Certificate(pem);
  return subject === issuer;
}

/** The authority and its roles alone: the rest needs databases and people. */
function authorityOf(plan: CloudPlan): CloudPlan {
  const resources = plan.resources.filter(
    ({ custom, parent = '' }) => custom && parent.includes('plinth:vault:CertificateAuthority'),
  );
  return { ...plan, resources };
}
