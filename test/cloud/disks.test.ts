import { join } from 'node:path';
import { findManifests } from '../cluster/judges/manifests';
import { root } from '../company/read-releases';
import { plannedEnvironments } from './reviewed-plan';
import { stringsOfKey } from './strings-of-key';

/** Under which claims for disks name their class: of Kubernetes, and in values of charts. */
const CLASS_KEYS = ['storageClassName', 'storageClass'];

test.each(plannedEnvironments)('every claim for a disk in %s names the class under our own key', (name) => {
  const { objects } = findManifests(join(root, 'manifests', name));
  const classes = objects.filter(({ object }) => object.kind === 'StorageClass');
  const own = classes.map(({ object }) => String((object.metadata as { readonly name: string }).name));
  expect(own).toHaveLength(1);

  const claims = objects.flatMap(({ object, file }) =>
    stringsOfKey(object, CLASS_KEYS).map((named) => ({ named, file })),
  );
  // Vault's two, and the blockchain node's.
  expect(claims.length).toBeGreaterThanOrEqual(3);
  expect(claims.filter(({ named }) => !own.includes(named))).toEqual([]);
});
