import { exception } from '@plinth/model';

/** Namespaces whose pods come from add-ons, or not at all: no judge of what we render sees one of them. */
const POLICIES_OF_ADD_ONS = [
  'NetworkPolicy argocd/allow-add-ons',
  'NetworkPolicy argocd/default-deny',
  'NetworkPolicy cert-manager/allow-add-ons',
  'NetworkPolicy cert-manager/allow-vault',
  'NetworkPolicy cert-manager/default-deny',
  'NetworkPolicy custom-metrics/allow-add-ons',
  'NetworkPolicy custom-metrics/default-deny',
  'NetworkPolicy gateway/default-deny',
  'NetworkPolicy vault/allow-servers',
];

/** One fault, in the words of each judge. */
const LOW_USER_ID = [
  'low-user-id',
  'checkov/CKV_K8S_40',
  'kube-score/container-security-context-user-group-id',
];

const DATABASES = ['bank-database', 'exchange-database', 'wallet-database', 'workspace-database'];

/** What they hold can be neither deleted nor replaced for its time. */
const KEPT_BUCKETS = ['bank-statements-archive', 'logs-archive', 'vault-snapshots'];

/** Every loosening of every rule, in one place: owned, justified, and not for ever. */
export const exceptions = [
  exception({
    rule: 'internet-egress',
    object: 'NetworkPolicy chain/klever-node',
    reason: 'peers of a blockchain join and leave all day: no list of addresses would be true for an hour',
    owner: 'chain',
    ticket: 'SEC-412',
    expires: '2027-03-31',
    compensatedBy:
      'a node of a peer-to-peer network reaches public addresses on its one port, and nothing private',
  }),
  ...LOW_USER_ID.map((rule) =>
    exception({
      rule,
      object: 'StatefulSet chain/klever-node',
      reason: 'the publisher builds the image for user 999, and its data on disk belongs to that user',
      owner: 'chain',
      ticket: 'SEC-407',
      expires: '2027-03-31',
      compensatedBy: 'an image that insists on a user id keeps every other restriction',
    }),
  ),
  ...POLICIES_OF_ADD_ONS.map((object) =>
    exception({
      rule: 'kube-score/networkpolicy-targets-pod',
      object,
      reason:
        'the pods of this namespace come from charts that are judged apart: a policy must be there before them',
      owner: 'platform',
      ticket: 'SEC-431',
      expires: '2027-03-31',
      compensatedBy: 'the policies of a namespace of the platform hold for every pod that comes',
    }),
  ),
  exception({
    rule: 'vault-token',
    object: 'CronJob vault/vault-snapshot',
    reason:
      "the program of this job is Vault's own: it asks for a copy of the whole store, which no agent could write into a file of memory",
    owner: 'platform',
    ticket: 'SEC-446',
    expires: '2027-03-31',
    compensatedBy: 'everybody reaches what is declared, or in the table of the platform, and nothing else',
  }),
  exception({
    rule: 'checkov/CKV_GCP_66',
    object: 'gcp:container/cluster:Cluster cluster',
    reason: 'nobody attests images yet: enforcement without attestations would refuse every pod',
    owner: 'platform',
    ticket: 'SEC-440',
    expires: '2027-03-31',
    compensatedBy:
      'what runs comes from a registry of its own environment, by digest, and pools read no other',
  }),
  ...KEPT_BUCKETS.map((name) =>
    exception({
      rule: 'checkov/CKV_GCP_78',
      object: `gcp:storage/bucket:Bucket ${name}`,
      reason:
        'a retention policy keeps every object as it was written; versions beside it would keep nothing more',
      owner: 'platform',
      ticket: 'SEC-442',
      expires: '2027-03-31',
      compensatedBy:
        'buckets without versions let nobody delete or replace an object for a month or longer, and undo a deletion for a week',
    }),
  ),
  ...DATABASES.map((name) =>
    exception({
      rule: 'checkov/CKV_GCP_6',
      object: `gcp:sql/databaseInstance:DatabaseInstance ${name}`,
      reason:
        "nobody here issues client certificates of Cloud SQL's authority: who connects is known by credentials that Vault makes for an hour",
      owner: 'platform',
      ticket: 'SEC-441',
      expires: '2027-03-31',
      compensatedBy:
        'databases speak TLS alone, at private addresses that no pod reaches without a policy that names it',
    }),
  ),
];
