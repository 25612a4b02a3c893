import type { JsonObject } from '../json';
import { type CloudContract, contractFindings } from './cloud-contract';
import type { PlannedObject } from './shared-name';

const file = 'live/workloads/retail/shop.yaml';
const plan = 'plans/live/foundation.yaml';

const shopAccount: JsonObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    namespace: 'retail',
    name: 'shop',
    annotations: { 'iam.gke.io/gcp-service-account': 'shop-service@acme-live.iam.gserviceaccount.com' },
  },
};

const account: PlannedObject = {
  type: 'gcp:serviceaccount/account:Account',
  name: 'shop',
  within: ['plinth:gcp:WorkloadIdentity'],
  inputs: { accountId: 'shop-service', project: 'acme-live' },
  file: plan,
};

const binding: PlannedObject = {
  type: 'gcp:serviceaccount/iAMMember:IAMMember',
  name: 'shop-workload',
  within: ['plinth:gcp:WorkloadIdentity'],
  inputs: {
    role: 'roles/iam.workloadIdentityUser',
    member: 'serviceAccount:acme-live.svc.id.goog[retail/shop]',
    serviceAccountId: '${gcp:serviceaccount/account:Account.shop.name}',
  },
  file: plan,
};

const bucket: PlannedObject = {
  type: 'gcp:storage/bucket:Bucket',
  name: 'shop-receipts',
  within: ['plinth:gcp:Bucket'],
  inputs: { name: 'acme-live-shop-receipts' },
  file: plan,
};

const needs: JsonObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'retail', name: 'shop' },
  data: { 'cloud.yaml': 'receipts:\n  bucket: acme-live-shop-receipts\n' },
};

function findings(
  objects: readonly JsonObject[],
  resources: readonly PlannedObject[],
  others: Partial<CloudContract> = {},
) {
  return contractFindings({
    objects: objects.map((object) => ({ object, file })),
    resources,
    manifests: 'manifests/live',
    plans: 'plans/live',
    google: [],
    elsewhere: [],
    ...others,
  });
}

test('finds nothing where both sides say the same', () => {
  expect(findings([shopAccount, needs], [account, binding, bucket])).toEqual([]);
});

test('fails when manifests use what no program creates, and names both places', () => {
  expect(findings([shopAccount, needs], [account, binding])).toEqual([
    {
      rule: 'cloud-contract',
      object: 'ConfigMap retail/shop',
      file,
      path: 'data.cloud.yaml',
      found: 'the bucket "acme-live-shop-receipts", which no resource in plans/live creates',
      allowed: 'what plans/live creates, which is no bucket',
      fix: 'create it in stacks/foundation, or do not use it',
    },
  ]);
});

test('fails when a program creates what no manifest uses, and names both places', () => {
  expect(findings([shopAccount], [account, binding, bucket])).toEqual([
    {
      rule: 'cloud-contract',
      object: 'gcp:storage/bucket:Bucket shop-receipts',
      file: plan,
      path: 'name',
      found: 'the bucket "acme-live-shop-receipts", which no object in manifests/live uses',
      allowed: 'what manifests/live uses, which is no bucket',
      fix: 'remove it from stacks/foundation, or use it',
    },
  ]);
});

test('fails when an identity is bound to another ServiceAccount', () => {
  const other = {
    ...binding,
    inputs: { ...binding.inputs, member: 'serviceAccount:acme-live.svc.id.goog[retail/shpo]' },
  };

  expect(findings([shopAccount], [account, other])).toEqual([
    expect.objectContaining({
      object: 'ServiceAccount retail/shop',
      path: 'metadata.annotations.iam.gke.io/gcp-service-account',
      found: expect.stringContaining('"retail/shop as shop-service@acme-live.iam.gserviceaccount.com"'),
      fix: 'did you mean "retail/shpo as shop-service@acme-live.iam.gserviceaccount.com"?',
    }),
    expect.objectContaining({ object: 'gcp:serviceaccount/iAMMember:IAMMember shop-workload', file: plan }),
  ]);
});

test('a key that another resource uses needs no manifest', () => {
  const ring: PlannedObject = {
    type: 'gcp:kms/keyRing:KeyRing',
    name: 'data',
    within: [],
    inputs: { name: 'data', project: 'acme-live', location: 'europe-west6' },
    file: plan,
  };
  const key: PlannedObject = {
    type: 'gcp:kms/cryptoKey:CryptoKey',
    name: 'data-buckets',
    within: ['plinth:gcp:KeyRing'],
    inputs: { name: 'buckets', keyRing: '${gcp:kms/keyRing:KeyRing.data.id}' },
    file: plan,
  };
  const user = {
    ...bucket,
    inputs: { ...bucket.inputs, encryption: '${gcp:kms/cryptoKey:CryptoKey.data-buckets.id}' },
  };

  expect(findings([needs], [ring, key, user])).toEqual([]);
  expect(findings([needs], [ring, key, bucket])).toEqual([
    expect.objectContaining({
      found: 'the key "acme-live/europe-west6/data/buckets", which no object in manifests/live uses',
    }),
  ]);
});

const policy: JsonObject = {
  kind: 'NetworkPolicy',
  metadata: { namespace: 'retail', name: 'shop' },
  spec: {
    egress: [
      { to: [{ ipBlock: { cidr: '10.9.0.0/28' } }] },
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] },
      { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }] },
    ],
  },
};

const firewall: PlannedObject = {
  type: 'gcp:compute/firewall:Firewall',
  name: 'network-allow-mail',
  within: ['plinth:gcp:Network'],
  inputs: {
    direction: 'EGRESS',
    allows: [{ protocol: 'tcp', ports: ['465'] }],
    destinationRanges: ['10.9.0.0/28'],
  },
  file: plan,
};

const google = ['169.254.169.254/32'];

test('networks of others need a way out, and what is Google’s needs nothing', () => {
  expect(findings([policy], [firewall], { google, elsewhere: ['10.9.0.0/28'] })).toEqual([]);
});

test('fails when manifests open the way to a network of others, and the firewall does not', () => {
  const denied = { ...firewall, inputs: { ...firewall.inputs, allows: undefined } };

  for (const resources of [[], [denied]]) {
    expect(findings([policy], resources, { google, elsewhere: ['10.9.0.0/28'] })).toEqual([
      expect.objectContaining({
        path: 'spec.egress[0].to[0].ipBlock.cidr',
        found: 'the network range "10.9.0.0/28", to which no firewall rule in plans/live lets anything out',
      }),
    ]);
  }
});

test('fails when a network is nobody’s, although the firewall lets out to it', () => {
  expect(findings([policy], [firewall], { google })).toEqual([
    expect.objectContaining({
      found: 'the network range "10.9.0.0/28", which no resource in plans/live creates',
    }),
  ]);
});

const job: JsonObject = {
  kind: 'CronJob',
  metadata: { namespace: 'vault', name: 'copy' },
  spec: {
    jobTemplate: {
      spec: {
        template: {
          spec: {
            serviceAccountName: 'copy',
            containers: [{ name: 'app', env: [{ name: 'ROLE', value: 'copy' }] }],
            volumes: [
              { name: 'token', projected: { sources: [{ serviceAccountToken: { audience: 'vault' } }] } },
            ],
          },
        },
      },
    },
  },
};

const vaultRole: PlannedObject = {
  type: 'vault:kubernetes/authBackendRole:AuthBackendRole',
  name: 'kubernetes-copy',
  within: ['plinth:vault:KubernetesLogin'],
  inputs: {
    roleName: 'copy',
    boundServiceAccountNames: ['copy'],
    boundServiceAccountNamespaces: ['vault'],
  },
  file: 'plans/live/vault.yaml',
};

test('who holds a token for Vault is let in there, under the same names', () => {
  expect(findings([job], [vaultRole])).toEqual([]);
  const other = { ...vaultRole, inputs: { ...vaultRole.inputs, boundServiceAccountNamespaces: ['retail'] } };
  expect(findings([job], [other]).map(({ found }) => found)).toEqual([
    'the Vault login "vault/copy", which no resource in plans/live creates',
    'the Vault role "vault/copy", which no resource in plans/live creates',
    'the Vault role "retail/copy", which no object in manifests/live uses',
    'the Vault login "retail/copy", which no object in manifests/live uses',
  ]);
});

test('a pod that only says ROLE has nothing to do with Vault', () => {
  const text = JSON.stringify(job).replace('"audience":"vault"', '"audience":"other"');
  expect(findings([JSON.parse(text) as JsonObject], [])).toEqual([]);
});

test('tells a name once, at the first place that has it', () => {
  expect(findings([needs, needs], [])).toHaveLength(1);
});
