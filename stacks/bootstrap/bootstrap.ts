import { type FoundationOutputs, StackOutputs } from '@plinth/cloud';
import { chartsRegistry, type ResolvedEnvironment } from '@plinth/model';
import { apiextensions, core, helm } from '@pulumi/kubernetes';
import { Config } from '@pulumi/pulumi';
import { Provider as TlsProvider } from '@pulumi/tls';
import { argoCdSecrets, repoServerCertificate } from './argo-cd-secrets';
import { argoCdValues } from './argo-cd-values';
import { clusterAccess } from './cluster-access';
import { deliveryStart, type RenderedObject } from './rendered';

/** The chart that installs Argo CD 3.2, as it was copied into the environment's own registry. */
const CHART_VERSION = '9.1.10';

const NAMESPACE = 'argocd';

/**
 * Argo CD on an empty cluster, under the configuration that it will then find in Git, and the one application from which
 * everything else follows.
 */
export function bootstrap(environment: ResolvedEnvironment): void {
  const { name, facts } = environment;
  const start = deliveryStart(environment);
  const config = new Config();
  const credentials = {
    repositoryToken: config.requireSecret('repositoryToken'),
    chartsKey: config.requireSecret('chartsKey'),
  };
  const provider = clusterAccess(
    name,
    new StackOutputs<FoundationOutputs>('foundation').get('clusterEndpoint'),
  );
  const namespace = new core.v1.Namespace(
    NAMESPACE,
    { metadata: namespaceMetadata() },
    { provider, protect: facts.cloud?.deletionProtection ?? true },
  );
  const inside = { provider, dependsOn: [namespace] };
  const before = [
    ...start.configuration.map((object) => configMap(object, inside)),
    ...argoCdSecrets({ namespace: NAMESPACE, environment: name, facts, credentials }, inside),
    repoServerCertificate(NAMESPACE, new TlsProvider('tls'), inside),
  ];
  const release = new helm.v3.Release(
    'argo-cd',
    {
      name: 'argocd',
      chart: `oci://${chartsRegistry(facts)}/argo-cd`,
      version: CHART_VERSION,
      namespace: NAMESPACE,
      createNamespace: false,
      atomic: true,
      values: argoCdValues(facts),
    },
    { provider, dependsOn: before },
  );
  const project = custom(start.project, { provider, dependsOn: [release] });
  custom(start.root, { provider, dependsOn: [project] });
}

/** Pods here are held to the strictest standard too. */
function namespaceMetadata() {
  const level = 'restricted';
  const labels = Object.fromEntries(
    ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]),
  );
  return { name: NAMESPACE, labels: { 'app.kubernetes.io/part-of': 'argocd', ...labels } };
}

type Inside = NonNullable<ConstructorParameters<typeof core.v1.ConfigMap>[2]>;

function configMap({ metadata, data }: RenderedObject, options: Inside): core.v1.ConfigMap {
  return new core.v1.ConfigMap(
    metadata.name,
    { metadata: metadata as object, data: data as Record<string, string> },
    options,
  );
}

function custom(object: RenderedObject, options: Inside): apiextensions.CustomResource {
  const { apiVersion, kind, metadata, ...others } = object;
  return new apiextensions.CustomResource(
    `${kind.toLowerCase()}-${metadata.name}`,
    { apiVersion, kind, metadata: metadata as object, ...others },
    options,
  );
}
