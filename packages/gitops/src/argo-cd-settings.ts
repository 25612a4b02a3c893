import { resourceSettings } from './argo-cd-resource-settings';

/** How people sign in: OpenID Connect, nothing else. */
export interface SignIn {
  /** Where people open Argo CD. */
  readonly url: string;
  /** Who knows them and their groups. */
  readonly issuer: string;
  readonly clientId: string;
}

/** Values are text: Argo CD reads `"false"`, and takes whatever else it does not know for the default. */
export type Settings = Readonly<Record<string, string>>;

/**
 * The ConfigMap `argocd-cm`: what Argo CD does, and for whom.
 * The keys are those that the source of Argo CD 3.2 reads: its reference says `kustomize.enabled`, which nothing reads.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cm-yaml/
 */
export function argoCdSettings(signIn: SignIn | undefined): Settings {
  return {
    ...PEOPLE,
    ...SOURCES,
    ...RECONCILIATION,
    ...resourceSettings(),
    ...(signIn && signInSettings(signIn)),
  };
}

const PEOPLE: Settings = {
  // A password that several people know says of nobody what he did.
  'admin.enabled': 'false',
  'users.anonymous.enabled': 'false',
  // A working day: who leaves a group keeps its rights no longer than that.
  'users.session.duration': '8h',
  // A shell in a container is a way around every review.
  'exec.enabled': 'false',
  // A badge tells anybody who knows a name how an application is.
  'statusbadge.enabled': 'false',
  // A signed notification of a push is small; what is larger only costs memory.
  'webhook.maxPayloadSizeMB': '10',
};

const SOURCES: Settings = {
  // What runs is what a reviewer read: plain YAML, never a program over it. Add-ons alone are charts.
  'kustomize.enable': 'false',
  'jsonnet.enable': 'false',
  'helm.enable': 'true',
  // Values are in the Application; none is fetched from elsewhere.
  'helm.valuesFileSchemes': '',
};

const RECONCILIATION: Settings = {
  // The tracking label is a label of ours: it says which workload an object is of, and must stay as declared.
  'application.resourceTrackingMethod': 'annotation',
  // Drift heals on the event. This is how soon a commit is seen that no webhook told of: within three minutes.
  'timeout.reconciliation': '120s',
  'timeout.reconciliation.jitter': '60s',
  // Alpha in 3.2 (docs/adr/0007-delivery.md).
  'application.sync.impersonation.enabled': 'false',
};

function signInSettings({ url, issuer, clientId }: SignIn): Settings {
  return {
    url,
    'oidc.config': [
      'name: single sign-on',
      `issuer: ${issuer}`,
      `clientID: ${clientId}`,
      // A reference: the value is in the Secret argocd-secret, which is not in Git.
      'clientSecret: $oidc.clientSecret',
      'enablePKCEAuthentication: true',
      // Rights are given to groups: who comes without any has none.
      'requestedScopes: ["openid", "profile", "email", "groups"]',
      'requestedIDTokenClaims: {"groups": {"essential": true}}',
      '',
    ].join('\n'),
  };
}
