import type { FoundationOutputs } from '@plinth/cloud';
import { chartsRegistry, type ResolvedEnvironment } from '@plinth/model';
import { StackOutputs } from '@plinth/pulumi';
import { helm } from '@pulumi/kubernetes';
import { Config } from '@pulumi/pulumi';
import { Provider as TlsProvider } from '@pulumi/tls';
import { argoCdSecrets, repoServerCertificate } from './argo-cd-secrets';
import { argoCdValues } from './argo-cd-values';
import { clusterAccess } from './cluster-access';
import { keptByGit } from './kept-by-git';
import { firstObjects } from './rendered';

/** The chart that installs Argo CD 3.2, as it was copied into the environment's own registry. */
const CHART_VERSION = '9.1.10';

/**
 * Argo CD on an empty cluster, under the configuration that it will then find in Git, and the one application from which
 * everything else follows. Secrets and the release stay this program's; everything else is Git's from then on.
 */
export function bootstrap(environment: ResolvedEnvironment): void {
  const { name, facts } = environment;
  const first = firstObjects(environment);
  const { name: argoCd } = first.namespace.metadata;
  const provider = clusterAccess(
    name,
    new StackOutputs<FoundationOutputs>('foundation').get('clusterEndpoint'),
  );
  const namespace = keptByGit(first.namespace, {
    provider,
    protect: facts.cloud?.deletionProtection ?? true,
  });
  const inside = { provider, dependsOn: [namespace] };
  const place = { namespace: argoCd, environment: name, facts };
  const before = [
    ...[...first.bounds, ...first.configuration].map((object) => keptByGit(object, inside)),
    ...argoCdSecrets({ ...place, credentials: credentials() }, inside),
    repoServerCertificate(argoCd, new TlsProvider('tls'), inside),
  ];
  const release = new helm.v3.Release(
    'argo-cd',
    {
      name: 'argocd',
      chart: `oci://${chartsRegistry(facts)}/argo-cd`,
      version: CHART_VERSION,
      namespace: argoCd,
      createNamespace: false,
      atomic: true,
      values: argoCdValues(facts),
    },
    { provider, dependsOn: before },
  );
  const project = keptByGit(first.project, { provider, dependsOn: [release] });
  keptByGit(first.root, { provider, dependsOn: [project] });
}

/** The user of a short-lived token; a key has another: `_json_key_base64`. */
const TOKEN_USER = 'oauth2accesstoken';

function credentials() {
  const config = new Config();
  return {
    repositoryToken: config.requireSecret('repositoryToken'),
    chartsUser: config.get('chartsUser') ?? TOKEN_USER,
    chartsCredential: config.requireSecret('chartsCredential'),
  };
}
