import { join } from 'node:path';
import { type KubernetesObject, readManifests } from '@plinth/testing';

const manifests = join(__dirname, '../../../manifests');

/** What is deployed of Vault's server in an environment, as far as a process of it has something of it. */
export interface RenderedServer {
  readonly replicas: number;
  /** Its configuration, HCL. */
  readonly config: string;
  /** The names in its certificate. */
  readonly dnsNames: readonly string[];
  /** What the kubelet asks to know whether to restart it: `/v1/sys/health?…`. */
  readonly livenessPath: string;
  /** What the kubelet asks to know whether to send it requests. */
  readonly readinessPath: string;
}

/** @throws Error when the manifests say nothing of one of these: an absent probe would be asked nothing */
export function renderedServer(environment: string): RenderedServer {
  const objects = readManifests(join(manifests, environment, 'platform'));
  const { server } = find(objects, 'Application', 'vault').spec.source.helm.valuesObject;
  const secrets = (server.volumes as readonly { readonly secret?: { readonly secretName: string } }[]).map(
    ({ secret }) => secret?.secretName,
  );
  const certificate = objects.find(
    ({ kind, spec }) => kind === 'Certificate' && secrets.includes(spec.secretName),
  );
  return {
    replicas: server.ha.replicas,
    config: server.ha.raft.config,
    dnsNames: certificate?.spec.dnsNames ?? [],
    // What the chart does of itself.
    livenessPath: probePath({ enabled: false, ...server.livenessProbe }),
    readinessPath: probePath({ enabled: true, ...server.readinessProbe }),
  };
}

function probePath(probe: { readonly enabled: boolean; readonly path?: string }): string {
  if (probe.enabled && probe.path !== undefined) return probe.path;
  throw new Error(
    "the values of Vault's chart name no path for a probe: then it asks `vault status` at most",
  );
}

function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} among the manifests`);
  return found;
}
