import { type ApiObjectMetadataDefinition, App, Chart, Lazy } from 'cdk8s';
import { Manifest } from './manifest';
import { type ObjectMeta, plainMetadata } from './metadata';

function metadataOf(given: Partial<ObjectMeta> = {}): ApiObjectMetadataDefinition {
  const chart = new Chart(new App(), 'chart', { namespace: 'bank', labels: { z: 'last', chart: 'yes' } });
  const metadata = { name: 'ledger', ...given };
  return new Manifest(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata }).metadata;
}

type Change = (metadata: ApiObjectMetadataDefinition) => void;

test.each<[string, Change]>([
  ['nothing is added', () => undefined],
  ['a label is added', (metadata) => metadata.addLabel('a', 'first')],
  ['an annotation is added', (metadata) => metadata.addAnnotation('a', '1')],
  ['a finalizer is added', (metadata) => metadata.addFinalizers('acme.example/hold')],
  [
    'an owner is added',
    (metadata) => metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' }),
  ],
  ['another field is added', (metadata) => metadata.add('generateName', 'ledger-')],
  ['a field of its own is added', (metadata) => metadata.add('labels', { lost: 'yes' })],
  ['a token is added', (metadata) => metadata.add('generateName', Lazy.any({ produce: () => 'late' }))],
  [
    'a token is a label',
    (metadata) => metadata.addLabel('late', Lazy.any({ produce: () => 'value' }) as unknown as string),
  ],
  ['a label is undefined', (metadata) => metadata.addLabel('gone', undefined as unknown as string)],
])('metadata are what cdk8s prints when %s', (_, change) => {
  for (const given of [{}, { annotations: { b: '2', a: '' } }, { finalizers: ['acme.example/hold'] }]) {
    const metadata = metadataOf(given);
    change(metadata);
    expect(withoutUndefined(plainMetadata(metadata))).toEqual(metadata.toJson());
    expect(Object.keys(plainMetadata(metadata).labels ?? {})).toEqual(
      Object.keys(metadata.toJson().labels ?? {}),
    );
  }
});

test('text alone is printed without the walk of cdk8s', () => {
  const metadata = metadataOf({ annotations: { a: '1' } });
  metadata.addLabel('b', '2');
  metadata.addFinalizers('acme.example/hold');
  metadata.toJson = () => {
    throw new Error('walked');
  };
  expect(plainMetadata(metadata)).toEqual({
    name: 'ledger',
    namespace: 'bank',
    labels: { b: '2', chart: 'yes', z: 'last' },
    annotations: { a: '1' },
    finalizers: ['acme.example/hold'],
  });
});

function withoutUndefined(value: ObjectMeta): unknown {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}
