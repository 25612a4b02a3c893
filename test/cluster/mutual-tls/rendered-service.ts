import { join } from 'node:path';
import { type Company, resolveCompany } from '@plinth/model';
import { renderStack } from '@plinth/synth';
import { type KubernetesObject, readManifests, tinyReleases } from '@plinth/testing';
import workloads from '../../../stacks/workloads/stack';
import { root } from '../../company/read-releases';

/** What cert-manager is asked for. */
export interface RenderedCertificate {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly uris: readonly [string];
  readonly usages: readonly string[];
  readonly duration: string;
}

/** A service with mutual TLS, as far as its manifests say it. */
export interface RenderedService {
  readonly name: string;
  readonly namespace: string;
  readonly certificate: RenderedCertificate;
  /** Where its certificate is signed, `pki/sign/ledger`. */
  readonly signedAt: string;
  /** Files beside those of the certificate: `clients`, or what the proxy reads. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the program. */
  readonly variables: Readonly<Record<string, string>>;
  /** By name, as callers reach them. */
  readonly ports: Readonly<Record<string, number>>;
  readonly proxy: RenderedProxy | undefined;
}

export interface RenderedProxy {
  readonly command: readonly string[];
  readonly memory: string;
}

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly limits: { readonly memory: string } };
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

/** Every service of an environment that has a certificate, by name. */
export function renderedServices(environment: string): ReadonlyMap<string, RenderedService> {
  return servicesIn(readManifests(join(root, 'manifests', environment, 'workloads')));
}

/** A service of a company that nobody has, rendered for its first environment. */
export function serviceOf(company: Company, name: string): RenderedService {
  const [environment] = resolveCompany(company, { releases: tinyReleases(company) });
  if (environment === undefined) throw new Error('a company has an environment');
  const objects = [...renderStack(workloads, environment)].flatMap((file) => file.objects);
  const service = servicesIn(objects as unknown as KubernetesObject[]).get(name);
  if (service === undefined) throw new Error(`${name} has no certificate`);
  return service;
}

/** The services with a certificate among these objects, by name. */
function servicesIn(objects: readonly KubernetesObject[]): ReadonlyMap<string, RenderedService> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'Certificate')
      .map(({ metadata, spec }) => [
        metadata.name,
        rendered(
          objects.filter((other) => other.metadata.namespace === metadata.namespace),
          metadata.name,
          spec as RenderedCertificate,
        ),
      ]),
  );
}

function rendered(
  objects: readonly KubernetesObject[],
  name: string,
  certificate: RenderedCertificate,
): RenderedService {
  const find = (kind: string, called: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === called);
  const workload = ['Deployment', 'StatefulSet', 'CronJob'].map((kind) => find(kind, name)).find(Boolean);
  const issuer = find('Issuer', name);
  if (workload === undefined || issuer === undefined)
    throw new Error(`${name} has a certificate and no pods`);
  const pod = podOf(workload);
  const [program] = pod.containers;
  const proxy = pod.initContainers?.find((container) => container.name === 'service-proxy');
  const service = find('Service', name)?.spec as
    | { readonly ports: readonly { readonly name: string; readonly port: number }[] }
    | undefined;
  return {
    name,
    namespace: workload.metadata.namespace ?? '',
    certificate,
    signedAt: (issuer.spec as { readonly vault: { readonly path: string } }).vault.path,
    files: (find('ConfigMap', `${name}-mutual-tls${proxy === undefined ? '' : '-proxy'}`)?.data ??
      {}) as Readonly<Record<string, string>>,
    variables: Object.fromEntries((program?.env ?? []).map((one) => [one.name, one.value ?? ''])),
    ports: Object.fromEntries((service?.ports ?? []).map((port) => [port.name, port.port])),
    proxy: proxy && { command: proxy.command ?? [], memory: proxy.resources.limits.memory },
  };
}

function podOf({ kind, spec }: KubernetesObject): PodSpec {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec.template;
  return template.spec as PodSpec;
}

/** The ports that others call. */
export function servedPorts({ ports }: RenderedService): [name: string, port: number][] {
  return Object.entries(ports).filter(([name]) => name !== 'health' && name !== 'edge');
}
