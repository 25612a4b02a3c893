import type { KubernetesObject } from '../cluster/kubernetes-object';

/** The programs that a sync needs. */
export type ArgoCdProgram = 'controller' | 'reposerver';

/**
 * Through which variable a program of Argo CD gets a key of a ConfigMap, as its installation says:
 * `manifests/base/{application-controller,repo-server}` in its source. What belongs to programs that do not run here is not listed.
 */
const VARIABLES: Readonly<Record<ArgoCdProgram, Readonly<Record<string, string>>>> = {
  controller: {
    'timeout.reconciliation': 'ARGOCD_RECONCILIATION_TIMEOUT',
    'timeout.reconciliation.jitter': 'ARGOCD_RECONCILIATION_JITTER',
    'application.namespaces': 'ARGOCD_APPLICATION_NAMESPACES',
    'controller.diff.server.side': 'ARGOCD_APPLICATION_CONTROLLER_SERVER_SIDE_DIFF',
    'controller.repo.server.plaintext': 'ARGOCD_APPLICATION_CONTROLLER_REPO_SERVER_PLAINTEXT',
    'controller.repo.server.strict.tls': 'ARGOCD_APPLICATION_CONTROLLER_REPO_SERVER_STRICT_TLS',
    'controller.self.heal.backoff.cap.seconds': 'ARGOCD_APPLICATION_CONTROLLER_SELF_HEAL_BACKOFF_CAP_SECONDS',
    'controller.sync.timeout.seconds': 'ARGOCD_APPLICATION_CONTROLLER_SYNC_TIMEOUT',
    'hydrator.enabled': 'ARGOCD_HYDRATOR_ENABLED',
  },
  reposerver: {
    'timeout.reconciliation': 'ARGOCD_RECONCILIATION_TIMEOUT',
    'reposerver.allow.oob.symlinks': 'ARGOCD_REPO_SERVER_ALLOW_OUT_OF_BOUNDS_SYMLINKS',
    'reposerver.disable.tls': 'ARGOCD_REPO_SERVER_DISABLE_TLS',
    'reposerver.enable.git.submodule': 'ARGOCD_GIT_MODULES_ENABLED',
    'reposerver.git.request.timeout': 'ARGOCD_GIT_REQUEST_TIMEOUT',
    'reposerver.helm.manifest.max.extracted.size': 'ARGOCD_REPO_SERVER_HELM_MANIFEST_MAX_EXTRACTED_SIZE',
    'reposerver.include.hidden.directories': 'ARGOCD_REPO_SERVER_INCLUDE_HIDDEN_DIRECTORIES',
    'reposerver.max.combined.directory.manifests.size':
      'ARGOCD_REPO_SERVER_MAX_COMBINED_DIRECTORY_MANIFESTS_SIZE',
    'reposerver.parallelism.limit': 'ARGOCD_REPO_SERVER_PARALLELISM_LIMIT',
    'reposerver.tls.minversion': 'ARGOCD_TLS_MIN_VERSION',
  },
};

/** ConfigMaps of which the installation hands keys to programs. */
const CONFIG_MAPS = ['argocd-cm', 'argocd-cmd-params-cm'];

/**
 * What a program is started with under a configuration.
 * @throws Error for a key of one of these programs that is not handed on: it would be tested by nothing
 */
export function programVariables(
  program: ArgoCdProgram,
  configuration: readonly KubernetesObject[],
): Readonly<Record<string, string>> {
  const settings = Object.assign(
    {},
    ...configuration.filter(({ metadata }) => CONFIG_MAPS.includes(metadata.name)).map(({ data }) => data),
  ) as Record<string, string>;
  const known = VARIABLES[program];
  const unknown = Object.keys(settings).filter(
    (key) => key.startsWith(`${program}.`) && known[key] === undefined,
  );
  if (unknown.length > 0) throw new Error(`no variable of the ${program} for ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(known).flatMap(([key, variable]) => {
      const value = settings[key];
      return value === undefined ? [] : [[variable, value]];
    }),
  );
}
