import { show, UserError } from '@plinth/errors';
import type { Draft } from '@plinth/manifest';
import type { Duration } from '@plinth/units';
import type { ResolvedConfigFiles } from './config-files';
import type { Probes } from './health';
import type { Image } from './image';
import type { V27 } from './kplus';
import type { Container, PodTemplateSpec } from './newer-fields';
import { type Identity, NETWORK_REVIEW } from './owner';
import type { Port } from './port';
import { type ResolvedProcess, readVariable } from './process';
import { _proxyContainer } from './proxy';
import { _toRequirements, type ResolvedResources } from './resources';
import { _linux, type Scheduling } from './scheduling';
import { _podSecurityContext, _securityContext } from './security-context';
import { _hasProxy, _tlsMount, _tlsVariables, _tlsVolumes, type TlsDelivery } from './tls-files';
import { _agentContainer, _agentVolumes, _secretsMount, type SecretDelivery } from './vault-agent';

/**
 * A volume that the `restricted` standard admits: never a folder or a device of the node.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export type RestrictedVolume = Pick<
  V27['Volume'],
  | 'name'
  | 'configMap'
  | 'csi'
  | 'downwardAPI'
  | 'emptyDir'
  | 'ephemeral'
  | 'persistentVolumeClaim'
  | 'projected'
  | 'secret'
>;

/** The container that everything is about. */
export const PROGRAM = 'app';

/** What the pods of any workload are made of, resolved. */
export interface PodTemplateParts {
  readonly identity: Identity;
  readonly image: Image;
  readonly process: ResolvedProcess;
  readonly resources: ResolvedResources;
  readonly config: ResolvedConfigFiles | undefined;
  readonly secrets: SecretDelivery | undefined;
  readonly tls?: TlsDelivery | undefined;
  readonly priority: string | undefined;
  /** Absent for work that ends: then it runs once, without ports, probes and grace. */
  readonly service?: {
    readonly ports: readonly Port[];
    readonly probes: Probes;
    /** The sleep before the stop signal, and the time until the kill. */
    readonly preStop: Duration;
    readonly grace: Duration;
    readonly scheduling: Scheduling;
  };
}

/**
 * The pods of a workload: one container, `app`, under the `restricted` standard, and Vault's agent beside it
 * where there are secrets. Variables and volumes may be added until synthesis; they are the program's.
 */
export class PodTemplate {
  readonly #container: Draft<Container>;
  readonly #volumes: Draft<V27['Volume']>[];
  readonly #mounts: Draft<V27['VolumeMount']>[];
  readonly _template: PodTemplateSpec;

  constructor(parts: PodTemplateParts) {
    this.#volumes = volumes(parts);
    this.#mounts = mounts(parts);
    this.#container = { ...container(parts), volumeMounts: this.#mounts } as Draft<Container>;
    this._template = {
      metadata: { labels: podLabels(parts), annotations: podAnnotations(parts) },
      spec: {
        ...podSpec(parts),
        ...besideProgram(parts),
        containers: [this.#container],
        volumes: this.#volumes,
      },
    };
  }

  /**
   * Adds an environment variable. Never a secret: mount those as files.
   * @throws UserError `variable-name`, `variable-twice`
   */
  addVariable(name: string, value: string): void {
    const variable = readVariable(name, value);
    const variables = this.#container.env ?? [];
    if (variables.some((other) => other.name === name)) {
      throw twice('variable-twice', 'variable', name, 'each variable once');
    }
    this.#container.env = [...variables, variable];
  }

  /**
   * Adds a volume and mounts it read-only, unless `writable`.
   * @throws UserError `volume-twice`
   */
  addVolume(
    volume: RestrictedVolume,
    options: { readonly folder: string; readonly writable?: boolean },
  ): void {
    if (this.#volumes.some((other) => other.name === volume.name)) {
      throw twice('volume-twice', 'volume', volume.name, 'each volume name once');
    }
    this.#volumes.push(volume as Draft<RestrictedVolume>);
    this._mount(volume.name, options);
  }

  _mount(
    name: string,
    { folder, writable = false }: { readonly folder: string; readonly writable?: boolean },
  ): void {
    if (this.#mounts.some((other) => other.mountPath === folder)) {
      throw twice('volume-twice', 'folder', folder, 'each folder once');
    }
    this.#mounts.push({ name, mountPath: folder, ...(!writable && { readOnly: true }) });
  }
}

/** What starts before the program and ends after it. */
function besideProgram({
  secrets,
  tls,
  image,
}: PodTemplateParts): Pick<PodTemplateSpec['spec'], 'initContainers'> {
  const initContainers = [
    ...(_hasProxy(tls) ? [_proxyContainer(tls, image.user)] : []),
    ...(secrets === undefined ? [] : [_agentContainer(secrets, image.user)]),
  ];
  return initContainers.length === 0 ? {} : { initContainers };
}

function podLabels({ identity, image }: PodTemplateParts): Readonly<Record<string, string>> {
  return { ...identity.labels, 'app.kubernetes.io/version': image.version };
}

/** A review of the network's rules is no reason to restart a pod, so its day stays out of the template. */
function podAnnotations({
  identity,
  image,
  config,
  secrets,
  tls,
}: PodTemplateParts): Readonly<Record<string, string>> {
  const { [NETWORK_REVIEW]: _, ...annotations } = identity.annotations;
  return {
    ...annotations,
    ...(config !== undefined && { 'checksum/config': config.checksum }),
    ...(secrets !== undefined && { 'checksum/vault-agent': secrets.checksum }),
    ...(tls !== undefined && { 'checksum/mutual-tls': tls.checksum }),
    ...(image.user.reason !== undefined && { 'plinth/user-reason': image.user.reason }),
  };
}

function podSpec({
  identity,
  image,
  priority,
  service,
}: PodTemplateParts): Omit<PodTemplateSpec['spec'], 'containers'> {
  return {
    restartPolicy: service === undefined ? 'Never' : 'Always',
    serviceAccountName: identity.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(priority !== undefined && { priorityClassName: priority }),
    ...(service !== undefined && { terminationGracePeriodSeconds: service.grace.seconds }),
    // Full names resolve at the first question, not at the sixth.
    dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    securityContext: _podSecurityContext(image.user),
    ...(service === undefined ? { affinity: { nodeAffinity: _linux() } } : service.scheduling),
  };
}

function container({ image, process, resources, service, tls }: PodTemplateParts): Container {
  const variables = variablesOf(process, tls);
  return {
    name: PROGRAM,
    image: image.reference,
    imagePullPolicy: 'Always',
    ...(process.command.length > 0 && { command: process.command }),
    ...(process.args.length > 0 && { args: process.args }),
    ...(variables.length > 0 && { env: variables }),
    ...(service !== undefined && { ports: service.ports.map(toContainerPort) }),
    resources: _toRequirements(resources),
    securityContext: _securityContext(image.user),
    ...(service !== undefined && {
      ...service.probes,
      lifecycle: { preStop: { sleep: { seconds: service.preStop.seconds } } },
    }),
  };
}

/** Kubernetes takes each name once; what a call is called by is no matter of choice. */
function variablesOf({ variables }: ResolvedProcess, tls: TlsDelivery | undefined): V27['EnvVar'][] {
  const given = tls === undefined ? [] : _tlsVariables(tls);
  const again = variables.find(({ name }) => given.some((other) => other.name === name));
  if (again !== undefined)
    throw twice('variable-twice', 'variable', again.name, 'names that mutual TLS does not give');
  return [...given, ...variables];
}

function toContainerPort({ name, number, protocol }: Port): V27['ContainerPort'] {
  return { name, containerPort: number, ...(protocol !== 'TCP' && { protocol }) };
}

function volumes({ identity, config, secrets, tls, resources }: PodTemplateParts): Draft<V27['Volume']>[] {
  return [
    ...(config === undefined ? [] : [{ name: 'config', configMap: { name: identity.name } }]),
    ...(secrets === undefined ? [] : (_agentVolumes(identity, secrets) as Draft<V27['Volume']>[])),
    ...(tls === undefined ? [] : (_tlsVolumes(identity, tls) as Draft<V27['Volume']>[])),
    { name: 'tmp', emptyDir: { sizeLimit: resources.tmp.toString() } },
  ];
}

function mounts({ config, secrets, tls }: PodTemplateParts): Draft<V27['VolumeMount']>[] {
  return [
    ...(config === undefined ? [] : [{ name: 'config', mountPath: config.folder, readOnly: true }]),
    ...(secrets === undefined ? [] : [_secretsMount(secrets)]),
    // With a proxy, the program has nothing to do with certificates.
    ...(tls === undefined || _hasProxy(tls) ? [] : [_tlsMount(tls)]),
    { name: 'tmp', mountPath: '/tmp' },
  ];
}

function twice(code: string, where: string, name: string, allowed: string): UserError {
  return new UserError({ code, where, found: `${show(name)} again`, allowed, fix: 'choose another' });
}
