import { join } from 'node:path';
import { type KubernetesObject, readManifests } from '@plinth/testing';
import { root } from '../../company/read-releases';

/** What the agent reads, as far as it is looked at here. */
export interface AgentConfig {
  readonly vault: { readonly address: string; readonly ca_cert: string };
  readonly auto_auth: {
    readonly method: readonly [
      {
        readonly max_backoff: string;
        readonly config: { readonly role: string; readonly token_path: string };
      },
    ];
  };
  readonly template_config: { readonly static_secret_render_interval: string };
  readonly template: readonly {
    readonly destination: string;
    readonly exec?: { readonly command: readonly string[] };
  }[];
}

/** An agent as it stands in a manifest. */
export interface RenderedAgent {
  /** Of Vault; the workload and its ServiceAccount have the same name. */
  readonly role: string;
  readonly namespace: string;
  readonly config: AgentConfig;
  /** When the program may start. */
  readonly startupProbe: readonly string[];
}

interface PodSpec {
  readonly serviceAccountName: string;
  readonly initContainers?: readonly {
    readonly name: string;
    readonly startupProbe: { readonly exec: { readonly command: readonly string[] } };
  }[];
}

/** Every agent of an environment: of services, and of the jobs before their roll-outs. */
export function renderedAgents(environment: string): RenderedAgent[] {
  const objects = readManifests(join(root, 'manifests', environment, 'workloads'));
  return objects.flatMap((object) => {
    const pod = podOf(object);
    const agent = pod?.initContainers?.find(({ name }) => name === 'vault-agent');
    if (pod === undefined || agent === undefined) return [];
    const { namespace = '' } = object.metadata;
    const role = pod.serviceAccountName;
    const { data } = find(objects, 'ConfigMap', namespace, `${role}-vault-agent`);
    const config = JSON.parse((data as Record<string, string>)['agent.json'] ?? '') as AgentConfig;
    return [{ role, namespace, config, startupProbe: agent.startupProbe.exec.command }];
  });
}

function podOf({ kind, spec }: KubernetesObject): PodSpec | undefined {
  const template = kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
  return template?.spec as PodSpec | undefined;
}

function find(
  objects: readonly KubernetesObject[],
  kind: string,
  namespace: string,
  name: string,
): KubernetesObject {
  const found = objects.find(
    ({ kind: other, metadata }) =>
      other === kind && metadata.namespace === namespace && metadata.name === name,
  );
  if (found === undefined) throw new Error(`no ${kind} ${namespace}/${name}`);
  return found;
}
