import { checkObjects } from '../fixtures/check-objects';
import { valid } from '../fixtures/fixtures';
import { identityRule } from './identity-rule';
import { type RenderedObject, toProblem } from './rule';

function identityFindings(...objects: RenderedObject[]) {
  return checkObjects(objects, [identityRule]);
}

const one = { object: valid('Service'), file: 'a.yaml' };

test('takes objects that differ in group, kind, namespace or name', () => {
  const other = (change: (it: { metadata: Record<string, string> }) => void) => ({
    ...one,
    object: valid('Service', change),
  });
  const others = [
    other((it) => Object.assign(it.metadata, { name: 'other' })),
    other((it) => Object.assign(it.metadata, { namespace: 'other' })),
    { ...one, object: { ...valid('Service'), kind: 'ConfigMap' } },
    { ...one, object: { ...valid('Service'), apiVersion: 'serving.knative.dev/v1' } },
  ];
  expect(identityFindings(one, ...others)).toEqual([]);
});

test('fails when an object is in two files, and names both in whichever order they came', () => {
  const other = { ...one, file: 'b.yaml' };
  const found = 'the same object in a.yaml and b.yaml';
  expect(identityFindings(one, other)).toMatchObject([{ object: 'Service payments/ledger-api', found }]);
  expect(identityFindings(other, one)).toMatchObject([{ found }]);
});

test('fails when an object is twice in one file', () => {
  expect(identityFindings(one, one)).toMatchObject([{ found: 'the same object twice in a.yaml' }]);
});

test('fails when an object is there in two API versions', () => {
  const hpa = { object: valid('HorizontalPodAutoscaler'), file: 'a.yaml' };
  const older = { object: { ...hpa.object, apiVersion: 'autoscaling/v1' }, file: 'b.yaml' };
  expect(identityFindings(hpa, older).map(toProblem)).toEqual([
    {
      code: 'identity',
      where: 'b.yaml: HorizontalPodAutoscaler payments/ledger-api',
      found: 'the same object in a.yaml and b.yaml',
      allowed: 'each kind, namespace and name once, in whichever API version',
      fix: 'delete or rename one of the two',
    },
  ]);
});

test('leaves objects without a name to the rule that asks for one', () => {
  const nameless = { object: { apiVersion: 'v1', kind: 'Service' }, file: 'a.yaml' };
  expect(identityFindings(nameless, nameless)).toEqual([]);
});
