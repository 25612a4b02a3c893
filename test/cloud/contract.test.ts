import { join } from 'node:path';
import { formatProblem } from '@plinth/errors';
import { GOOGLE_HEALTH_CHECKS, METADATA_SERVER, resolveCompany } from '@plinth/model';
import {
  contractFindings,
  type Finding,
  formatIdentity,
  formatPlanned,
  identityOf,
  type PlannedObject,
  type RenderedObject,
  SHARED_KINDS,
  type SharedKind,
  toProblem,
} from '@plinth/rules';
import { company } from '../../environments';
import { findManifests } from '../cluster/judges/manifests';
import { readReleases, root } from '../company/read-releases';
import { plannedEnvironments, resourcesOf } from './reviewed-plan';

/** Both sides of an environment, as they lie in the repository. */
interface Sides {
  readonly objects: readonly RenderedObject[];
  readonly resources: readonly PlannedObject[];
}

const environments = resolveCompany(company, { root, releases: readReleases(company) });
const known = new Map(
  plannedEnvironments.map((name): [string, Sides] => [
    name,
    { objects: findManifests(join(root, 'manifests', name)).objects, resources: resourcesOf(name) },
  ]),
);

/** What is wrong between the sides, as `plinth cloud plan` says it. */
function findings(name: string, { objects, resources }: Sides): Finding[] {
  const { facts, dependencies = [] } = environments.find((environment) => environment.name === name) ?? {};
  const others = dependencies.filter(({ cloudSql }) => cloudSql === undefined);
  return contractFindings({
    objects,
    resources,
    manifests: `manifests/${name}`,
    plans: `plans/${name}`,
    google: [...GOOGLE_HEALTH_CHECKS, METADATA_SERVER],
    elsewhere: [
      ...others.flatMap(({ addresses }) => addresses),
      ...(facts?.repository.addresses ?? []),
      ...(facts?.vault?.signIn.addresses ?? []),
    ],
  });
}

const ENVIRONMENT = 'prod';
const sides = (name = ENVIRONMENT): Sides => known.get(name) ?? { objects: [], resources: [] };

/** A name that one side says otherwise: where, and what both sides then say of it. */
interface Renaming {
  /** What says it, as findings print it. */
  readonly in: string;
  readonly from: string;
  readonly to: string;
  readonly found: readonly string[];
}

const ofPlans = (kind: SharedKind, ...names: readonly string[]) =>
  names.map((name) => `the ${kind} "${name}", which no resource in plans/${ENVIRONMENT} creates`);
const ofManifests = (kind: SharedKind, ...names: readonly string[]) =>
  names.map((name) => `the ${kind} "${name}", which no object in manifests/${ENVIRONMENT} uses`);

const ACCOUNT = (id: string) => `wallet/wallet-api as ${id}@acme-prod.iam.gserviceaccount.com`;
const REPOSITORY = (id: string) => `europe-west6-docker.pkg.dev/acme-prod/${id}`;

/** What the certificate of ledger asks for, under a role. */
const CERTIFIED = (role: string) =>
  [
    'ledger.exchange.svc',
    'ledger.exchange.svc.cluster.local',
    'spiffe://acme.example/ns/exchange/sa/ledger',
  ].map((name) => `${name} by pki/sign/${role}`);

/** The manifests say another name than the plans. */
const IN_MANIFESTS: Readonly<Record<SharedKind, Renaming>> = {
  'workload identity': {
    in: 'ServiceAccount wallet/wallet-api',
    from: 'wallet-api@acme-prod',
    to: 'wallet-apo@acme-prod',
    found: [
      ...ofPlans('workload identity', ACCOUNT('wallet-apo')),
      ...ofManifests('workload identity', ACCOUNT('wallet-api')),
    ],
  },
  'registry repository': {
    in: 'Deployment exchange/exchange-manager',
    from: REPOSITORY('apps'),
    to: REPOSITORY('aps'),
    found: ofPlans('registry repository', REPOSITORY('aps')),
  },
  'gateway address': {
    in: 'Gateway gateway/public',
    from: '"value":"public"',
    to: '"value":"pubic"',
    found: [...ofPlans('gateway address', 'pubic'), ...ofManifests('gateway address', 'public')],
  },
  'gateway certificate': {
    in: 'Gateway gateway/public',
    from: 'cert-manager-certs":"public-api-acme-example"',
    to: 'cert-manager-certs":"public-app-acme-example"',
    found: [
      ...ofPlans('gateway certificate', 'public-app-acme-example'),
      ...ofManifests('gateway certificate', 'public-api-acme-example'),
    ],
  },
  host: {
    in: 'HTTPRoute platform/status-page',
    from: 'status.acme.example',
    to: 'state.acme.example',
    found: ofPlans('host', 'state.acme.example'),
  },
  'certified host': {
    in: 'Gateway gateway/public',
    from: '"hostname":"status.acme.example"',
    to: '"hostname":"state.acme.example"',
    found: [
      ...ofPlans('host', 'state.acme.example'),
      ...ofPlans('certified host', 'state.acme.example'),
      ...ofManifests('certified host', 'status.acme.example'),
    ],
  },
  key: {
    in: 'ConfigMap wallet/wallet-signer',
    from: 'key: wallet-signer-signer',
    to: 'key: wallet-signer-singer',
    found: [
      ...ofPlans('key', 'acme-prod/europe-west6/services/wallet-signer-singer'),
      ...ofManifests('key', 'acme-prod/europe-west6/services/wallet-signer-signer'),
    ],
  },
  bucket: {
    in: 'ConfigMap bank/bank-statements',
    from: 'bucket: acme-prod-bank-statements-archive',
    to: 'bucket: acme-prod-bank-statements-archives',
    found: ofPlans('bucket', 'acme-prod-bank-statements-archives'),
  },
  topic: {
    in: 'ConfigMap wallet/wallet-api',
    from: 'topic: wallet-api.notifications',
    to: 'topic: wallet-api.notices',
    found: [...ofPlans('topic', 'wallet-api.notices'), ...ofManifests('topic', 'wallet-api.notifications')],
  },
  subscription: {
    in: 'ConfigMap wallet/wallet-notifier',
    from: 'subscription: wallet-notifier.notifications',
    to: 'subscription: wallet-notifier.notices',
    found: [
      ...ofPlans('subscription', 'wallet-notifier.notices'),
      ...ofManifests('subscription', 'wallet-notifier.notifications'),
    ],
  },
  'network range': {
    in: 'NetworkPolicy exchange/ledger',
    from: '10.51.0.12/32',
    to: '10.51.0.112/32',
    found: ofPlans('network range', '10.51.0.112/32'),
  },
  'Vault login': {
    in: 'Deployment exchange/ledger',
    from: '"serviceAccountName":"ledger"',
    to: '"serviceAccountName":"ledgers"',
    found: [...ofPlans('Vault login', 'exchange/ledgers'), ...ofManifests('Vault login', 'exchange/ledger')],
  },
  'Vault role': {
    in: 'ConfigMap exchange/ledger-vault-agent',
    from: '\\"role\\": \\"ledger\\"',
    to: '\\"role\\": \\"ledgers\\"',
    found: [...ofPlans('Vault role', 'exchange/ledgers'), ...ofManifests('Vault role', 'exchange/ledger')],
  },
  'certificate role': {
    in: 'Issuer exchange/ledger',
    from: 'pki/sign/ledger',
    to: 'pki/sign/ledgers',
    found: [
      ...ofPlans('certificate role', 'pki/sign/ledgers'),
      ...ofPlans('certified name', ...CERTIFIED('ledgers')),
      ...ofManifests('certificate role', 'pki/sign/ledger'),
      ...ofManifests('certified name', ...CERTIFIED('ledger')),
    ],
  },
  'certified name': {
    in: 'Certificate exchange/ledger',
    from: 'spiffe://acme.example/ns/exchange/sa/ledger',
    to: 'spiffe://acme.example/ns/exchange/sa/ledgers',
    found: [
      ...ofPlans('certified name', 'spiffe://acme.example/ns/exchange/sa/ledgers by pki/sign/ledger'),
      ...ofManifests('certified name', 'spiffe://acme.example/ns/exchange/sa/ledger by pki/sign/ledger'),
    ],
  },
};

/** The plans say another name than the manifests. */
const IN_PLANS: Readonly<Record<SharedKind, Renaming>> = {
  'workload identity': {
    in: 'gcp:serviceaccount/account:Account wallet-api',
    from: '"accountId":"wallet-api"',
    to: '"accountId":"wallet-apo"',
    found: [
      ...ofPlans('workload identity', ACCOUNT('wallet-api')),
      ...ofManifests('workload identity', ACCOUNT('wallet-apo')),
    ],
  },
  'registry repository': {
    in: 'gcp:artifactregistry/repository:Repository registry-apps',
    from: '"repositoryId":"apps"',
    to: '"repositoryId":"aps"',
    found: [
      ...ofPlans('registry repository', REPOSITORY('apps')),
      ...ofManifests('registry repository', REPOSITORY('aps')),
    ],
  },
  'gateway address': {
    in: 'gcp:compute/address:Address gateway',
    from: '"name":"public"',
    to: '"name":"pubic"',
    found: [...ofPlans('gateway address', 'public'), ...ofManifests('gateway address', 'pubic')],
  },
  'gateway certificate': {
    in: 'gcp:certificatemanager/certificate:Certificate certificate-api.acme.example',
    from: '"name":"public-api-acme-example"',
    to: '"name":"public-app-acme-example"',
    found: [
      ...ofPlans('gateway certificate', 'public-api-acme-example'),
      ...ofManifests('gateway certificate', 'public-app-acme-example'),
    ],
  },
  host: {
    in: 'gcp:dns/recordSet:RecordSet domain-status.acme.example',
    from: '"name":"status.acme.example."',
    to: '"name":"state.acme.example."',
    found: [...ofPlans('host', 'status.acme.example'), ...ofManifests('host', 'state.acme.example')],
  },
  'certified host': {
    in: 'gcp:certificatemanager/certificate:Certificate certificate-status.acme.example',
    from: '"status.acme.example"',
    to: '"state.acme.example"',
    found: [
      ...ofPlans('certified host', 'status.acme.example'),
      ...ofManifests('certified host', 'state.acme.example'),
    ],
  },
  key: {
    in: 'gcp:kms/cryptoKey:CryptoKey keys-services-wallet-signer-signer',
    from: '"name":"wallet-signer-signer"',
    to: '"name":"wallet-signer-singer"',
    found: [
      ...ofPlans('key', 'acme-prod/europe-west6/services/wallet-signer-signer'),
      ...ofManifests('key', 'acme-prod/europe-west6/services/wallet-signer-singer'),
    ],
  },
  bucket: {
    in: 'gcp:storage/bucket:Bucket bank-statements-archive',
    from: '"name":"acme-prod-bank-statements-archive"',
    to: '"name":"acme-prod-bank-statements-archives"',
    found: [
      ...ofPlans('bucket', 'acme-prod-bank-statements-archive'),
      ...ofManifests('bucket', 'acme-prod-bank-statements-archives'),
    ],
  },
  topic: {
    in: 'gcp:pubsub/topic:Topic wallet-api-notifications',
    from: '"name":"wallet-api.notifications"',
    to: '"name":"wallet-api.notices"',
    found: [...ofPlans('topic', 'wallet-api.notifications'), ...ofManifests('topic', 'wallet-api.notices')],
  },
  subscription: {
    in: 'gcp:pubsub/subscription:Subscription wallet-notifier-notifications',
    from: '"name":"wallet-notifier.notifications"',
    to: '"name":"wallet-notifier.notices"',
    found: [
      ...ofPlans('subscription', 'wallet-notifier.notifications'),
      ...ofManifests('subscription', 'wallet-notifier.notices'),
    ],
  },
  'network range': {
    in: 'gcp:compute/address:Address exchange-database-address',
    from: '"address":"10.51.0.12"',
    to: '"address":"10.51.0.112"',
    found: [...ofPlans('network range', '10.51.0.12/32'), ...ofManifests('network range', '10.51.0.112/32')],
  },
  'Vault login': {
    in: 'vault:kubernetes/authBackendRole:AuthBackendRole kubernetes-ledger',
    from: '"boundServiceAccountNames":["ledger"]',
    to: '"boundServiceAccountNames":["ledgers"]',
    found: [...ofPlans('Vault login', 'exchange/ledger'), ...ofManifests('Vault login', 'exchange/ledgers')],
  },
  'Vault role': {
    in: 'vault:kubernetes/authBackendRole:AuthBackendRole kubernetes-ledger',
    from: '"roleName":"ledger"',
    to: '"roleName":"ledgers"',
    found: [...ofPlans('Vault role', 'exchange/ledger'), ...ofManifests('Vault role', 'exchange/ledgers')],
  },
  'certificate role': {
    in: 'vault:pkiSecret/secretBackendRole:SecretBackendRole pki-ledger',
    from: '"name":"ledger","noStore"',
    to: '"name":"ledgers","noStore"',
    found: [
      ...ofPlans('certificate role', 'pki/sign/ledger'),
      ...ofPlans('certified name', ...CERTIFIED('ledger')),
      ...ofManifests('certificate role', 'pki/sign/ledgers'),
      ...ofManifests('certified name', ...CERTIFIED('ledgers')),
    ],
  },
  'certified name': {
    in: 'vault:pkiSecret/secretBackendRole:SecretBackendRole pki-ledger',
    from: '"ledger.exchange.svc"',
    to: '"ledger.bank.svc"',
    found: [
      ...ofPlans('certified name', 'ledger.exchange.svc by pki/sign/ledger'),
      ...ofManifests('certified name', 'ledger.bank.svc by pki/sign/ledger'),
    ],
  },
};

const nameOf = ({ object }: RenderedObject) => formatIdentity(identityOf(object));

/** Those of one name, with other words in them; a name that stands nowhere is a mistake of the table. */
function renamed<T>(all: readonly T[], toName: (one: T) => string, { in: place, from, to }: Renaming): T[] {
  const hits = all.filter((one) => toName(one) === place && JSON.stringify(one).includes(from));
  if (hits.length === 0) throw new Error(`${place} does not say ${from}`);
  return all.map((one) =>
    hits.includes(one) ? (JSON.parse(JSON.stringify(one).replaceAll(from, to)) as T) : one,
  );
}

/** The finding names what says it, in which file; and the other side, by its folder. */
function expectPlaces(list: readonly Finding[]): void {
  for (const finding of list) {
    const [own, other] = /^(?:gcp|vault):/.test(finding.object ?? '')
      ? ['plans', 'manifests']
      : ['', 'plans'];
    expect(finding.file).toMatch(own === 'plans' ? /^plans\/prod\/\w+\.yaml$/ : /^[a-z]+\/[\w/-]+\.yaml$/);
    expect(finding.path).toBeDefined();
    expect(formatProblem(toProblem(finding))).toContain(`${other}/${ENVIRONMENT}`);
  }
}

test.each(plannedEnvironments)('manifests and plans of %s say the same', (name) => {
  expect(findings(name, sides(name)).map(toProblem).map(formatProblem)).toEqual([]);
});

test.each(SHARED_KINDS)('fails when manifests name another %s than plans', (kind) => {
  const renaming = IN_MANIFESTS[kind];
  const { objects, resources } = sides();
  const list = findings(ENVIRONMENT, { objects: renamed(objects, nameOf, renaming), resources });
  expect(list.map(({ found }) => found)).toEqual(renaming.found);
  expect(list[0]?.object).toBe(renaming.in);
  expectPlaces(list);
});

test.each(SHARED_KINDS)('fails when plans name another %s than manifests', (kind) => {
  const renaming = IN_PLANS[kind];
  const { objects, resources } = sides();
  const list = findings(ENVIRONMENT, { objects, resources: renamed(resources, formatPlanned, renaming) });
  expect(list.map(({ found }) => found)).toEqual(renaming.found);
  expectPlaces(list);
});
