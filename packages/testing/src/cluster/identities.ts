import { randomBytes } from 'node:crypto';

/** Who speaks to the API server of a local cluster. */
export type Identity = 'admin' | 'controller-manager' | 'scheduler' | 'kwok' | 'argocd';

const USERS: Readonly<Record<Identity, { readonly user: string; readonly group: string }>> = {
  admin: { user: 'admin', group: 'system:masters' },
  'controller-manager': { user: 'system:kube-controller-manager', group: 'system:authenticated' },
  scheduler: { user: 'system:kube-scheduler', group: 'system:authenticated' },
  // Kubelets of all nodes at once: the node authorizer knows no such user.
  kwok: { user: 'kwok', group: 'system:masters' },
  argocd: { user: 'argocd', group: 'system:masters' },
};

/** One bearer token for each identity, made anew for every cluster. */
export type Tokens = Readonly<Record<Identity, string>>;

export function newTokens(): Tokens {
  const token = () => randomBytes(24).toString('base64url');
  return {
    admin: token(),
    'controller-manager': token(),
    scheduler: token(),
    kwok: token(),
    argocd: token(),
  };
}

/** The file of `--token-auth-file`. */
export function tokenFile(tokens: Tokens): string {
  return Object.entries(USERS)
    .map(([identity, { user, group }]) => `${tokens[identity as Identity]},${user},${user},"${group}"\n`)
    .join('');
}

/** A kubeconfig, which is also JSON. */
export function kubeconfig(server: string, authority: string, identity: Identity, tokens: Tokens): string {
  return kubeconfigOf(server, authority, identity, tokens[identity]);
}

/** The same for whoever has a token: a ServiceAccount, for instance. */
export function kubeconfigOf(server: string, authority: string, user: string, token: string): string {
  const cluster = {
    name: 'plinth',
    cluster: { server, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [cluster],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'plinth', context: { cluster: 'plinth', user } }],
    'current-context': 'plinth',
  });
}
