import type { ReleasesFile } from '@plinth/model';
import { tinyCompany, tinyReleases } from '@plinth/testing';

export const TINY_RELEASE = { version: '1.0.0', digest: `sha256:${'a'.repeat(64)}`, commit: 'b'.repeat(40) };

/** The releases of the tiny company, with another text in the first environment. */
export function releasesOf(text: string): Map<string, ReleasesFile> {
  return new Map([...tinyReleases(tinyCompany()), ['first', { file: 'first/releases.json', text }]]);
}
