import { mappedTypes, toTerraform } from '@plinth/cloud-plan';
import { asCloudPlan } from './as-cloud-plan';
import { plannedEnvironments, plansOf, type ReviewedPlan } from './reviewed-plan';

/**
 * Components group; Pulumi's own make nothing; what the cluster gets is judged as manifests, and what Vault gets by Vault; keys of
 * tls are in the state alone.
 */
const NOTHING_OF_TERRAFORM = /^(?:plinth|pulumi|kubernetes|tls|vault):/;

const plans = plannedEnvironments.flatMap((environment) => plansOf(environment));
const typesOf = ({ resources }: ReviewedPlan) => [
  ...new Set(resources.map(({ type }) => type).filter((type) => !NOTHING_OF_TERRAFORM.test(type))),
];

test.each(plans)('every type of $file has a name in Terraform', (plan) => {
  expect(typesOf(plan).filter((type) => !mappedTypes.includes(type))).toEqual([]);
});

test.each(plans)('every resource of $file is in its translation', (plan) => {
  const { resource } = toTerraform(asCloudPlan(plan));
  const translated = Object.values(resource).flatMap((ofType) => Object.keys(ofType));
  expect(translated).toHaveLength(
    plan.resources.filter(({ type }) => !NOTHING_OF_TERRAFORM.test(type)).length,
  );
});

test('fails when a program plans a type that has no name in Terraform', () => {
  const [plan] = plans as [ReviewedPlan];
  const strange = { type: 'gcp:redis/instance:Instance', name: 'cache', inputs: {} };
  const more = { ...plan, resources: [...plan.resources, strange] };
  expect(() => toTerraform(asCloudPlan(more))).toThrow(
    'gcp:redis/instance:Instance has no name in Terraform: add it to',
  );
});

test('fails when a program plans a list of blocks that has no name in Terraform', () => {
  const [plan] = plans as [ReviewedPlan];
  const strange = { type: 'gcp:storage/bucket:Bucket', name: 'new', inputs: { whims: [{ of: 'others' }] } };
  const more = { ...plan, resources: [...plan.resources, strange] };
  expect(() => toTerraform(asCloudPlan(more))).toThrow(
    'gcp:storage/bucket:Bucket.whims: a list of blocks without a name in Terraform',
  );
});
