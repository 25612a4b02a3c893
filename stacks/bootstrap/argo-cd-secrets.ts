import { chartsRegistry, type EnvironmentFacts } from '@plinth/model';
import { core } from '@pulumi/kubernetes';
import { type CustomResourceOptions, type Input, type Output, secret } from '@pulumi/pulumi';
import { PrivateKey, SelfSignedCert, type Provider as TlsProvider } from '@pulumi/tls';

export interface Credentials {
  /** Reads the repository of manifests, and nothing else. */
  readonly repositoryToken: Output<string>;
  /** Whose credential it is: of a token or of a key. */
  readonly chartsUser: string;
  /** Reads charts in the environment's own registry, and nothing else. */
  readonly chartsCredential: Output<string>;
}

export interface SecretsProps {
  readonly namespace: string;
  readonly environment: string;
  readonly facts: EnvironmentFacts;
  readonly credentials: Credentials;
}

/** What Argo CD must know before its first start and nobody may read in Git. */
export function argoCdSecrets(
  { namespace, environment, facts, credentials }: SecretsProps,
  options: CustomResourceOptions,
): core.v1.Secret[] {
  const make = (name: string, type: string, data: Readonly<Record<string, Input<string>>>) =>
    new core.v1.Secret(
      name,
      {
        metadata: { name, namespace, labels: { 'argocd.argoproj.io/secret-type': type } },
        stringData: secret(data),
      },
      options,
    );
  return [
    make('argocd-repository', 'repository', {
      type: 'git',
      url: facts.repository.url,
      username: 'argocd',
      password: credentials.repositoryToken,
    }),
    make('argocd-charts', 'repository', {
      type: 'helm',
      enableOCI: 'true',
      url: chartsRegistry(facts),
      username: credentials.chartsUser,
      password: credentials.chartsCredential,
    }),
    // The cluster that Argo CD runs in, under the environment's name.
    make('argocd-cluster', 'cluster', {
      name: environment,
      server: facts.cluster,
      config: JSON.stringify({ tlsClientConfig: { insecure: false } }),
    }),
  ];
}

/**
 * The certificate of the repository server: the other programs refuse one that they do not know, and the
 * cluster has no issuer yet. Nothing in the cluster renews it: whoever runs this program in its last half year does.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/tls/
 */
export function repoServerCertificate(
  namespace: string,
  provider: TlsProvider,
  options: CustomResourceOptions,
): core.v1.Secret {
  const name = 'argocd-repo-server-tls';
  const key = new PrivateKey(name, { algorithm: 'ECDSA', ecdsaCurve: 'P256' }, { provider });
  const certificate = new SelfSignedCert(
    name,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: 'argocd-repo-server' },
      dnsNames: ['argocd-repo-server', `argocd-repo-server.${namespace}.svc`],
      allowedUses: ['digital_signature', 'server_auth'],
      validityPeriodHours: 365 * 24,
      earlyRenewalHours: 180 * 24,
    },
    { provider },
  );
  return new core.v1.Secret(
    name,
    {
      metadata: { name, namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } },
      type: 'kubernetes.io/tls',
      stringData: secret({
        'tls.crt': certificate.certPem,
        'tls.key': key.privateKeyPemPkcs8,
        'ca.crt': certificate.certPem,
      }),
    },
    options,
  );
}
