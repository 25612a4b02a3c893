import type { ConfigFiles } from '@plinth/kubernetes';
import type { EnvironmentFacts, ResolvedCloudNeed, ResolvedService } from '@plinth/model';
import { emitYaml } from '@plinth/synth';

/** What a service reads in `/etc/<service>`; a change of either file rolls it out. */
export function config(
  { name, config: values, cloud }: ResolvedService,
  facts: EnvironmentFacts,
): { readonly config?: ConfigFiles } {
  const files = {
    ...(Object.keys(values).length > 0 && { 'config.yaml': withoutMarker(emitYaml([values])) }),
    ...(cloud !== undefined && { 'cloud.yaml': withoutMarker(emitYaml([cloudFile(cloud.needs, facts)])) }),
  };
  return Object.keys(files).length === 0 ? {} : { config: { files, folder: `/etc/${name}` } };
}

/** Under which names a service finds what it needs of the cloud, by what it calls each: names, and nothing secret. */
function cloudFile(needs: readonly ResolvedCloudNeed[], { project, region }: EnvironmentFacts) {
  return { project, region, needs: Object.fromEntries(needs.map((need) => [need.name, namesOf(need)])) };
}

/** What the program has to know; how long objects and messages are kept is between the platform and the cloud. */
function namesOf(need: ResolvedCloudNeed) {
  const { kind } = need;
  switch (kind) {
    case 'bucket':
    case 'bucket-reader':
      return { kind, bucket: need.bucket };
    case 'topic':
      return { kind, topic: need.topic };
    case 'subscription':
      return { kind, subscription: need.subscription };
    case 'signing-key':
      return { kind, keyRing: need.keyRing, key: need.key, algorithm: need.algorithm };
    case 'metrics':
      return { kind, access: need.access };
  }
}

/** A file of its own needs no document marker. */
function withoutMarker(text: string): string {
  return text.replace(/^---\n/, '');
}
