import { Bundle } from '@plinth/crds';
import { PLATFORM_NAMESPACES, SYNC_OPTIONS_ANNOTATION } from '@plinth/gitops';
import type { Role, RoleBinding } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import { certificateIssuers, type ResolvedEnvironment, SERVICE_AUTHORITIES } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, type Place } from './place';

/** The label of namespaces in which a service has a certificate. */
export const CERTIFICATES_LABEL = ['plinth/certificates', 'mutual-tls'] as const;

const NAME = 'certificate-issuers';
const API_GROUP = 'rbac.authorization.k8s.io';

/** What services' certificates stand on beside Vault: the right to ask for them, and whom everybody trusts. */
export function certificates(scope: Construct, place: Place, environment: ResolvedEnvironment): void {
  issuerRights(scope, place, environment);
  authorities(scope, place);
}

/**
 * Cert-manager comes to Vault as each service's own issuer, and so makes tokens for those accounts: for no other, and in no
 * other way than by name. With a right to all accounts it could be any service, to anybody.
 */
function issuerRights(scope: Construct, place: Place, environment: ResolvedEnvironment): void {
  const accounts = new Map<string, string[]>();
  for (const { namespace, account } of certificateIssuers(environment)) {
    accounts.set(namespace, [...(accounts.get(namespace) ?? []), account]);
  }
  for (const [namespace, resourceNames] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const chart = new Chart(new Construct(scope, `${NAME}-${namespace}`), NAME, { namespace });
    const metadata = metadataOf(NAME, 'certificates', place);
    new Manifest<Role>(chart, 'Role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames, verbs: ['create'] }],
    });
    new Manifest<RoleBinding>(chart, 'RoleBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: API_GROUP, kind: 'Role', name: NAME },
      subjects: [
        { kind: 'ServiceAccount', name: 'cert-manager', namespace: PLATFORM_NAMESPACES.certManager },
      ],
    });
  }
}

/**
 * Whom services trust, from Git: the one list that a person has looked at. Until Vault has made an authority there is none, and
 * pods wait for it.
 */
function authorities(scope: Construct, place: Place): void {
  const { authorities = [] } = place.facts;
  if (authorities.length === 0) return;
  const { configMap, file } = SERVICE_AUTHORITIES;
  const { annotations, ...metadata } = metadataOf(configMap, 'bundle', place);
  new Bundle(new Chart(scope, configMap), `Bundle-${configMap}`, {
    metadata: {
      ...metadata,
      // On an empty cluster the definition arrives in the same sync.
      annotations: { ...annotations, [SYNC_OPTIONS_ANNOTATION]: 'SkipDryRunOnMissingResource=true' },
    },
    spec: {
      sources: authorities.map(({ certificate }) => ({ inLine: `${certificate.trim()}\n` })),
      target: {
        configMap: { key: file },
        namespaceSelector: { matchLabels: Object.fromEntries([CERTIFICATES_LABEL]) },
      },
    },
  });
}
