import { pullThrough, VAULT_IMAGE } from '@plinth/model';
import type { Place } from '../place';

/**
 * What servers run, and the programs beside them. It moves by itself: agents follow `releases.json`, servers are upgraded one
 * by one (docs/guides/running-vault.md). The digest stands for the one that a company reads in its own registry, and no
 * registry has it: it is written anew before the first start.
 */
const RELEASE = {
  version: '1.21.0',
  digest: 'sha256:4c0e7b7b0d7f2b2f6a9d3b1c5e8f70413a2956bd84cf1e7a60d93528bb1c47ef',
} as const;

/** The vendor's image, pinned to its bytes, as the chart and as a pod name it. */
export function vaultImage({ facts }: Place): {
  readonly repository: string;
  readonly tag: string;
  readonly reference: string;
} {
  const repository = pullThrough('docker-io', VAULT_IMAGE, facts);
  const tag = `${RELEASE.version}@${RELEASE.digest}`;
  return { repository, tag, reference: `${repository}:${tag}` };
}
