import type { Settings } from './argo-cd-settings';

/**
 * The ConfigMap `argocd-cmd-params-cm`: how the programs of Argo CD are started. The installation hands each key to its program
 * as a variable.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/
 */
export const ARGO_CD_PARAMETERS: Settings = {
  // Applications live beside Argo CD, where only the platform writes: a squad that could write one elsewhere would choose its project.
  'application.namespaces': '',

  // Manifests pass between the programs: nobody reads along, and nobody answers in another's place. The certificate is in the
  // Secret argocd-repo-server-tls, which the installation brings.
  'reposerver.disable.tls': 'false',
  'reposerver.tls.minversion': '1.3',
  'controller.repo.server.plaintext': 'false',
  'controller.repo.server.strict.tls': 'true',
  'server.repo.server.plaintext': 'false',
  'server.repo.server.strict.tls': 'true',
  'applicationsetcontroller.repo.server.plaintext': 'false',
  'applicationsetcontroller.repo.server.strict.tls': 'true',

  // The page and its API: TLS up to the program, people who signed in, no frame of another page around it.
  'server.insecure': 'false',
  'server.disable.auth': 'false',
  'server.x.frame.options': 'deny',
  // Deletes an object and makes it anew, with everything that belongs to it.
  'server.sync.replace.allowed': 'false',

  // The API server says what would change, for applications that do not ask for it themselves, too.
  'controller.diff.server.side': 'true',
  // A sync waits for the health of each wave, and for ever for an object that somebody deletes meanwhile; newer commits and healing
  // wait for the sync. After half an hour, as long as an empty cluster may need, it gives way: Argo CD says that it failed, and begins
  // again with the next commit or when a person asks.
  'controller.sync.timeout.seconds': '1800',
  // Who opens a network policy again and again has it open for seconds, not for the five minutes that are the default.
  'controller.self.heal.backoff.cap.seconds': '15',

  // What one repository can cost those who share the server with it.
  'reposerver.parallelism.limit': '20',
  'reposerver.git.request.timeout': '30s',
  'reposerver.max.combined.directory.manifests.size': '10M',
  'reposerver.helm.manifest.max.extracted.size': '100M',
  // Only files of the repository itself, and only those that a listing shows.
  'reposerver.allow.oob.symlinks': 'false',
  'reposerver.enable.git.submodule': 'false',
  'reposerver.include.hidden.directories': 'false',

  // Nothing of ours makes Applications by pattern. What is installed may not, at least, ask foreign hosts or delete.
  'applicationsetcontroller.enable.scm.providers': 'false',
  'applicationsetcontroller.policy': 'create-update',
  // Writes into Git what a program rendered, unreviewed.
  'hydrator.enabled': 'false',
};
