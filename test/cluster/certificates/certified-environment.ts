import { join } from 'node:path';
import { VAULT_ADDRESS, VAULT_CA } from '@plinth/model';
import {
  type ApiClient,
  applyAll,
  CertManager,
  type Engines,
  type KubernetesObject,
  readManifests,
  refTo,
  TrustManager,
  until,
} from '@plinth/testing';
import { VaultOfEnvironment } from '../vault-access/vault-of-environment';
import { type Certificate, type Condition, conditionOf } from './conditions';
import { NamedHosts } from './named-hosts';

const root = join(__dirname, '../../..');

export interface CertifiedEnvironmentOptions {
  /** How long a certificate waits after its first failure, in Go's words. @default '1h', as cert-manager has it */
  readonly firstBackoff?: string;
}

/**
 * An environment's certificates, really: its Vault as `stacks/vault` plans it, and cert-manager and trust-manager with the values
 * of their charts and the rights that are rendered. Two things are not those of a cluster: Vault's name leads to loopback, by a
 * proxy; and the authority of Vault's own certificate, which stands in Issuers and which trust-manager hands on, is that of the
 * test's server. No rendered object is changed in any other way.
 */
export class CertifiedEnvironment {
  private constructor(
    /** Everything that is rendered. */
    readonly rendered: readonly KubernetesObject[],
    readonly vault: VaultOfEnvironment,
    readonly api: ApiClient,
    readonly hosts: NamedHosts,
    readonly certManager: CertManager,
    readonly trustManager: TrustManager,
  ) {}

  static async start(
    name: string,
    engines: Engines,
    options: CertifiedEnvironmentOptions = {},
  ): Promise<CertifiedEnvironment> {
    const begun: { stop(): unknown }[] = [];
    const began = <T extends { stop(): unknown }>(part: T): T => {
      begun.unshift(part);
      return part;
    };
    try {
      const vault = began(await VaultOfEnvironment.start(name, engines));
      const { plane, workspace } = vault;
      const rendered = readManifests(join(root, 'manifests', name)).map((one) => knowing(vault, one));
      const api = plane.client('admin');
      const { host } = new URL(VAULT_ADDRESS);
      const hosts = began(await NamedHosts.start({ [host]: vault.vault.place.listens }));
      const install = (chart: string) => ({
        engines,
        controlPlane: plane,
        workspace,
        values: valuesOf(rendered, chart),
      });
      const certManager = began(
        await CertManager.start({ ...install('cert-manager'), proxy: hosts.proxy, ...options }),
      );
      await api.apply(authorityOf(vault));
      const trustManager = began(await TrustManager.start(install('trust-manager')));
      const started = new CertifiedEnvironment(rendered, vault, api, hosts, certManager, trustManager);
      await started.#prepare();
      return started;
    } catch (error) {
      for (const part of begun) await part.stop();
      throw error;
    }
  }

  /** The services' certificates. Those of Vault itself are the platform's, and stand in its own namespaces. */
  get certificates(): Certificate[] {
    const services = this.vault.environment.services.map(({ name, namespace }) => `${namespace}/${name}`);
    return this.#ofKind('Certificate').filter(({ metadata: { namespace, name } }) =>
      services.includes(`${namespace}/${name}`),
    ) as Certificate[];
  }

  /** @throws Error when nothing of the kind and name is rendered */
  find(kind: string, name: string, namespace?: string): KubernetesObject {
    const found = this.#ofKind(kind).find(
      ({ metadata }) => metadata.name === name && (namespace ?? metadata.namespace) === metadata.namespace,
    );
    if (found === undefined) throw new Error(`no ${kind} ${name} among the manifests`);
    return found;
  }

  certificate(service: string): Certificate {
    return this.find('Certificate', service) as Certificate;
  }

  /** Applies certificate and issuer of services as they are rendered, over what a test has made of them. */
  async apply(...services: readonly string[]): Promise<void> {
    const objects = services.flatMap((service) => [
      this.find('Issuer', service),
      this.certificate(service) as KubernetesObject,
    ]);
    await applyAll(this.api, objects, { force: true });
  }

  /** The condition of an object that is there, of the generation that is there. */
  async condition(object: KubernetesObject, type = 'Ready'): Promise<Condition | undefined> {
    return conditionOf(await this.api.get(object), type);
  }

  /** Waits until an object says that it is ready as it is written now. */
  async ready(object: KubernetesObject, seconds = 60): Promise<void> {
    await until(
      `${object.metadata.name} is ready`,
      async () => (await this.condition(object))?.status === 'True',
      { seconds },
    );
  }

  /** Asks for another one now, as a person does with `cmctl renew`. */
  async renew(certificate: KubernetesObject): Promise<void> {
    const { status } = await this.api.get(certificate);
    const asked = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'a person asks for another',
      lastTransitionTime: new Date().toISOString(),
    };
    const others = (status?.conditions ?? []).filter(({ type }: Condition) => type !== 'Issuing');
    await this.api.patch(
      certificate,
      { status: { conditions: [...others, asked] } },
      { subresource: 'status' },
    );
  }

  /** What the requests of a certificate that were not signed say, the newest last. */
  async refusals({ metadata: { name, namespace = '' } }: KubernetesObject): Promise<string[]> {
    const requests = await this.api.list('cert-manager.io/v1', 'CertificateRequest', { namespace });
    return requests
      .filter(({ metadata }) => metadata.annotations?.['cert-manager.io/certificate-name'] === name)
      .sort((a, b) => revisionOf(a) - revisionOf(b))
      .flatMap((request) => conditionOf(request, 'Ready') ?? [])
      .filter(({ status }) => status === 'False')
      .map(({ message }) => message);
  }

  /** Everything stops, what was started last first. */
  async stop({ keepLogs = false }: { readonly keepLogs?: boolean } = {}): Promise<void> {
    this.api.close();
    await this.trustManager.stop();
    await this.certManager.stop();
    await this.hosts.stop();
    await this.vault.stop({ keepLogs });
  }

  #ofKind(kind: string): KubernetesObject[] {
    return this.rendered.filter((object) => object.kind === kind);
  }

  /** What is there before the first certificate: the right to ask for one, and whom to trust about Vault. */
  async #prepare(): Promise<void> {
    const rights = this.rendered.filter(
      ({ kind, metadata: { name } }) => /^Role(Binding)?$/.test(kind) && name === 'certificate-issuers',
    );
    await applyAll(this.api, [...rights, this.find('Bundle', VAULT_CA.configMap)]);
  }
}

function valuesOf(rendered: readonly KubernetesObject[], chart: string): Readonly<Record<string, unknown>> {
  const application = rendered.find(
    ({ kind, metadata }) => kind === 'Application' && metadata.name === chart,
  );
  if (application === undefined) throw new Error(`no Application ${chart} among the manifests`);
  return application.spec.source.helm.valuesObject;
}

/** Who knows Vault as it is rendered knows the test's. */
function knowing({ vault }: VaultOfEnvironment, object: KubernetesObject): KubernetesObject {
  const { caBundle } = object.kind === 'Issuer' ? (object.spec.vault ?? {}) : {};
  if (caBundle === undefined) return object;
  const known = Buffer.from(vault.authority.certificate).toString('base64');
  return { ...object, spec: { ...object.spec, vault: { ...object.spec.vault, caBundle: known } } };
}

/** What cert-manager would have made, of the test's server. */
function authorityOf({ vault }: VaultOfEnvironment): KubernetesObject {
  return {
    ...refTo('v1', 'Secret', VAULT_CA.configMap, 'cert-manager'),
    metadata: { name: VAULT_CA.configMap, namespace: 'cert-manager' },
    stringData: { 'tls.crt': vault.authority.certificate },
  };
}

function revisionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.annotations?.['cert-manager.io/certificate-revision'] ?? 0);
}
