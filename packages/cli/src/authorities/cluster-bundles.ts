import { execFile } from 'node:child_process';
import type { X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { certificatesIn } from '@plinth/certificates';
import { show, UserError } from '@plinth/errors';
import { CERTIFICATES_LABEL, SERVICE_AUTHORITIES } from '@plinth/model';
import type { TrustedAuthority } from './authorities-file';

/** What pods of one namespace are given. */
export interface NamespaceBundle {
  readonly namespace: string;
  readonly certificates: readonly X509Certificate[];
  /** When it was last written, in milliseconds since 1970. */
  readonly since: number;
}

/** How far the newest list has come. */
export type Spread = { readonly isThere: true } | { readonly isThere: false; readonly waitsFor: string };

interface ObjectList {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly namespace?: string;
      readonly creationTimestamp?: string;
      readonly managedFields?: readonly { readonly time?: string }[];
    };
    readonly data?: Readonly<Record<string, string>>;
  }[];
}

/** The most that a cluster says about its namespaces. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * What every namespace is given whose services have certificates: those that the cluster labels, and those that are declared.
 * @throws UserError `kubectl`
 */
export async function clusterBundles(
  declared: readonly string[],
  variables: NodeJS.ProcessEnv,
): Promise<readonly NamespaceBundle[]> {
  const { configMap, file } = SERVICE_AUTHORITIES;
  const [namespaces, configMaps] = await Promise.all([
    kubectl(['get', 'namespaces', '--selector', CERTIFICATES_LABEL.join('=')], variables),
    kubectl(
      [
        ...['get', 'configmaps', '--all-namespaces', '--show-managed-fields'],
        ...['--field-selector', `metadata.name=${configMap}`],
      ],
      variables,
    ),
  ]);
  const names = new Set([...declared, ...namespaces.items.map(({ metadata }) => metadata.name)]);
  return [...names].sort().map((namespace) => {
    const found = configMaps.items.find(({ metadata }) => metadata.namespace === namespace);
    const { managedFields = [], creationTimestamp = '' } = found?.metadata ?? {};
    const times = [creationTimestamp, ...managedFields.map(({ time = '' }) => time)].map((time) =>
      Date.parse(time),
    );
    return {
      namespace,
      certificates: certificatesIn(found?.data?.[file] ?? '') ?? [],
      since: Math.max(...times.filter((time) => !Number.isNaN(time)), 0),
    };
  });
}

/**
 * Whether pods everywhere have every authority.
 * @param settle how long a kubelet takes to bring a file to pods, in seconds
 */
export function spreadOf(
  bundles: readonly NamespaceBundle[],
  authorities: readonly TrustedAuthority[],
  { settle, now }: { readonly settle: number; readonly now: number },
): Spread {
  const lacking = bundles.flatMap(({ namespace, certificates }) => {
    const missing = authorities.filter(
      ({ certificate }) => !certificates.some((one) => one.fingerprint256 === certificate.fingerprint256),
    );
    return missing.length === 0 ? [] : [`${namespace} (${missing.map(({ name }) => name).join(', ')})`];
  });
  if (lacking.length > 0)
    return {
      isThere: false,
      waitsFor: `${lacking.length} of ${bundles.length} namespaces that lack an authority: ${lacking.join(', ')}; run plinth synth, and have it reviewed and merged`,
    };
  const from = Math.max(...bundles.map(({ since }) => since)) + settle * 1000;
  if (bundles.length > 0 && now >= from) return { isThere: true };
  return {
    isThere: false,
    waitsFor:
      bundles.length === 0
        ? 'a namespace whose services have certificates: the cluster of kubectl has none'
        : `kubelets, which have brought it to all pods at ${new Date(from).toISOString()}`,
  };
}

async function kubectl(args: readonly string[], variables: NodeJS.ProcessEnv): Promise<ObjectList> {
  try {
    const { stdout } = await promisify(execFile)('kubectl', [...args, '--output=json'], {
      env: variables,
      maxBuffer: MOST_BYTES,
      encoding: 'utf8',
    });
    return JSON.parse(stdout) as ObjectList;
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: string | number; readonly stderr?: string };
    const [said = ''] = stderr.trim().split('\n').slice(-1);
    throw new UserError({
      code: 'kubectl',
      where: `kubectl ${args.slice(0, 2).join(' ')}`,
      found: code === 'ENOENT' ? 'no such program' : `a failure: ${show(said.slice(0, 300))}`,
      allowed: 'kubectl, and a context that may read namespaces and ConfigMaps of the environment’s cluster',
      fix: 'install it, or look at kubectl config current-context',
    });
  }
}
