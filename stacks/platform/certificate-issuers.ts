import { Bundle } from '@plinth/crds';
import { PLATFORM_NAMESPACES, SYNC_OPTIONS_ANNOTATION } from '@plinth/gitops';
import { type NetworkPolicy, podsOf, type Role, type RoleBinding } from '@plinth/kubernetes';
import { Manifest } from '@plinth/manifest';
import {
  ADD_ON_IDENTITIES,
  CERTIFICATES_LABEL,
  certificateIssuers,
  type ResolvedEnvironment,
  SERVICE_AUTHORITIES,
  VAULT_PORTS,
} from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { CERT_MANAGER_CONTROLLER } from './addons/cert-manager';
import { tcp } from './addons/network';
import { metadataOf, type Place } from './place';

const NAME = 'certificate-issuers';
const API_GROUP = 'rbac.authorization.k8s.io';

/** What services' certificates stand on beside Vault: the right to ask for them, and whom everybody trusts. */
export function certificates(scope: Construct, place: Place, environment: ResolvedEnvironment): void {
  issuerRights(scope, place, environment);
  if (certificateIssuers(environment).length > 0) wayToVault(scope, place);
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

/** The program that issues comes to Vault, and nothing else of its namespace does. */
function wayToVault(scope: Construct, place: Place): void {
  const { namespace, serviceAccount } = ADD_ON_IDENTITIES.vault;
  const chart = new Chart(new Construct(scope, NAME), NAME, { namespace: PLATFORM_NAMESPACES.certManager });
  const servers = podsOf(namespace, { 'app.kubernetes.io/instance': serviceAccount });
  new Manifest<NetworkPolicy>(chart, 'allow-vault', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataOf('allow-vault', 'network-policy', place),
    spec: {
      podSelector: { matchLabels: CERT_MANAGER_CONTROLLER },
      policyTypes: ['Egress'],
      egress: [{ to: [servers], ports: [tcp(VAULT_PORTS.api)] }],
    },
  });
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
