import { ArtifactRegistry, type EncryptionKey } from '@plinth/cloud';
import { chartsRegistry, PULL_THROUGH } from '@plinth/model';
import type { Place } from './place';

/** Images and charts of the environment: its own, and what it fetches and keeps from elsewhere. */
export function registry(place: Place, key: EncryptionKey): ArtifactRegistry {
  const { facts, project, region, labels, options } = place;
  return new ArtifactRegistry(
    'registry',
    {
      project,
      location: region,
      key,
      images: lastPart(facts.registry),
      charts: lastPart(chartsRegistry(facts)),
      pullThrough: PULL_THROUGH,
      labels,
    },
    options,
  );
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
