import { type KubernetesObject, Manifest } from '@plinth/manifest';
import { Construct } from 'constructs';
import { ARGO_CD_PARAMETERS } from './argo-cd-parameters';
import { argoCdRights, type ProjectMembers } from './argo-cd-rights';
import { argoCdSettings, type Settings, type SignIn } from './argo-cd-settings';
import {
  CERTIFICATE,
  CLIENT_ID,
  GROUP,
  HOST,
  HTTPS_URL,
  NAME,
  PropChecks,
  PUBLIC_KEY,
  PUBLIC_KEY_ID,
} from './checks';
import { PROTECTED } from './on-removal';
import { ARGOCD_NAMESPACE } from './project';
import { WAVE_ANNOTATION, Wave } from './wave';

export interface ArgoCdConfigurationProps {
  /** Who belongs to which project. */
  readonly members: readonly ProjectMembers[];
  /** How people sign in. @default - nobody does: Git alone says what is deployed */
  readonly signIn?: SignIn;
  /** Authorities of servers that public ones do not vouch for, as PEM by host. @default - none */
  readonly certificates?: Readonly<Record<string, string>>;
  /** Public keys that sign commits, as armoured text by their id. @default - none */
  readonly signatureKeys?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

interface ConfigMap extends KubernetesObject {
  readonly data: Settings;
}

/**
 * What Argo CD reads when it starts: the six ConfigMaps that must exist, everything loose in them tightened. Applied
 * before its first start, with the root application, which then keeps them as Git says.
 *
 * The Secrets that must exist beside them are not here, because no Secret is in Git: `argocd-secret`, `argocd-redis`,
 * `argocd-repo-server-tls`, and one for each repository that asks who reads.
 *
 * @example
 * new ArgoCdConfiguration(chart, 'configuration', {
 *   members: [{ project: 'squad-exchange', group: 'squad-exchange@example.com' }],
 * });
 *
 * @throws UserError with everything that is wrong with the props
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/
 */
export class ArgoCdConfiguration extends Construct {
  readonly configMaps: readonly Manifest<ConfigMap>[];

  constructor(scope: Construct, id: string, props: ArgoCdConfigurationProps) {
    super(scope, id);
    check(new PropChecks(this), props);
    const { members, signIn, certificates = {}, signatureKeys = {}, labels = {} } = props;
    const contents: Readonly<Record<string, Settings>> = {
      'argocd-cm': argoCdSettings(signIn),
      'argocd-rbac-cm': argoCdRights(members),
      'argocd-cmd-params-cm': ARGO_CD_PARAMETERS,
      // Repositories are read over HTTPS only (docs/adr/0007-delivery.md).
      'argocd-ssh-known-hosts-cm': { ssh_known_hosts: '' },
      'argocd-tls-certs-cm': certificates,
      'argocd-gpg-keys-cm': signatureKeys,
    };
    this.configMaps = Object.entries(contents).map(([name, data]) => configMap(this, name, data, labels));
  }
}

function configMap(scope: Construct, name: string, data: Settings, labels: Readonly<Record<string, string>>) {
  return new Manifest<ConfigMap>(scope, name, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      labels: {
        ...labels,
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/instance': name,
        // By this label Argo CD finds them, and by no other.
        'app.kubernetes.io/part-of': 'argocd',
      },
      // Without one of them it does not start.
      annotations: { ...PROTECTED, [WAVE_ANNOTATION]: String(Wave.definitions) },
    },
    data,
  });
}

function check(checks: PropChecks, props: ArgoCdConfigurationProps): void {
  const { members, signIn, certificates = {}, signatureKeys = {} } = props;
  for (const [index, { project, group }] of members.entries()) {
    checks.text(`members[${index}].project`, project, NAME);
    checks.text(`members[${index}].group`, group, GROUP);
  }
  if (signIn !== undefined) {
    checks.text('signIn.url', signIn.url, HTTPS_URL);
    checks.text('signIn.issuer', signIn.issuer, HTTPS_URL);
    checks.text('signIn.clientId', signIn.clientId, CLIENT_ID);
  }
  for (const [host, certificate] of Object.entries(certificates)) {
    checks.text('certificates', host, HOST);
    checks.text(`certificates.${host}`, certificate, CERTIFICATE);
  }
  for (const [id, key] of Object.entries(signatureKeys)) {
    checks.text('signatureKeys', id, PUBLIC_KEY_ID);
    checks.text(`signatureKeys.${id}`, key, PUBLIC_KEY);
  }
  checks.done();
}
