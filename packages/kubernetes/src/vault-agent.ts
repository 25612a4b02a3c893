import { hash } from 'node:crypto';
import { Manifest } from '@plinth/manifest';
import type { Construct } from 'constructs';
import { AGENT_FOLDER, CONFIG_FILE, TOKEN_FILE } from './agent-folder';
import type { ContainerUser } from './container-user';
import type { ConfigMap } from './kinds';
import type { V27 } from './kplus';
import type { Container } from './newer-fields';
import type { Identity } from './owner';
import { _toRequirements } from './resources';
import type { ResolvedSecretFiles } from './secret-files';
import { _securityContext } from './security-context';
import { _agentConfig } from './vault-agent-config';

/** Secrets on their way into the pods of one workload. */
export interface SecretDelivery extends ResolvedSecretFiles {
  /** What the agent reads at its start. */
  readonly config: string;
  /** Changes when that does. */
  readonly checksum: string;
}

const AGENT = 'vault-agent';
const SECRETS = 'secrets';

/** The least that Kubernetes gives. The kubelet renews it long before, and the agent reads it at each login. */
const TOKEN_SECONDS = 600;

/** Room for a file as large as Vault keeps one (1 MiB), its successor beside it, and others; part of the agent's memory. */
const SECRETS_SIZE = '8Mi';

/** @param reloadPort of the program, on loopback; undefined for work that ends */
export function _secretDelivery(
  secretFiles: ResolvedSecretFiles | undefined,
  reloadPort?: number,
): SecretDelivery | undefined {
  if (secretFiles === undefined) return undefined;
  const config = `${JSON.stringify(_agentConfig(secretFiles, reloadPort), undefined, 2)}\n`;
  return { ...secretFiles, config, checksum: hash('sha256', config) };
}

/** The agent's configuration; the checksum on the pods makes a change roll out. */
export function _agentConfigMap(
  scope: Construct,
  id: string,
  identity: Identity,
  delivery: SecretDelivery | undefined,
): Manifest<ConfigMap> | undefined {
  if (delivery === undefined) return undefined;
  return new Manifest<ConfigMap>(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: configMapName(identity),
      labels: identity.labels,
      annotations: identity.annotations,
    },
    data: { [CONFIG_FILE]: delivery.config },
  });
}

/**
 * A sidecar of Kubernetes' own kind: it starts before the program and ends after it, so a drain still has its files, and a job
 * ends although it runs. There is no liveness probe: while Vault is away, a restart would only lose what the agent holds.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function _agentContainer({ agent, files, folder }: SecretDelivery, user: ContainerUser): Container {
  const present = files.map(({ name }) => `test -s ${folder}/${name}`).join(' && ');
  return {
    name: AGENT,
    image: agent.image.reference,
    imagePullPolicy: 'Always',
    // The image's entry point changes owners and capabilities, as root does.
    command: ['vault', 'agent', `-config=${AGENT_FOLDER}/${CONFIG_FILE}`],
    restartPolicy: 'Always',
    resources: _toRequirements(agent.resources),
    securityContext: _securityContext(user),
    // For an hour: then it begins again, and its wait grows no further than five minutes.
    startupProbe: {
      exec: { command: ['sh', '-c', present] },
      periodSeconds: 2,
      timeoutSeconds: 2,
      failureThreshold: 1800,
    },
    volumeMounts: [
      { name: AGENT, mountPath: AGENT_FOLDER, readOnly: true },
      { name: SECRETS, mountPath: folder },
    ],
  };
}

/** The files, in memory; and what the agent alone sees: its configuration, whom it trusts, who it is. */
export function _agentVolumes(identity: Identity, { vault }: SecretDelivery): V27['Volume'][] {
  return [
    { name: SECRETS, emptyDir: { medium: 'Memory', sizeLimit: SECRETS_SIZE } },
    {
      name: AGENT,
      projected: {
        sources: [
          { configMap: { name: configMapName(identity) } },
          { configMap: { name: vault.ca.configMap, items: [{ key: vault.ca.file, path: vault.ca.file }] } },
          {
            serviceAccountToken: {
              audience: vault.audience,
              expirationSeconds: TOKEN_SECONDS,
              path: TOKEN_FILE,
            },
          },
        ],
      },
    },
  ];
}

/** What the program sees of it. */
export function _secretsMount({ folder }: SecretDelivery): V27['VolumeMount'] {
  return { name: SECRETS, mountPath: folder, readOnly: true };
}

function configMapName({ name }: Identity): string {
  return `${name}-${AGENT}`;
}
