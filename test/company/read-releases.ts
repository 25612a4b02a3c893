import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Company, ReleasesFile } from '@plinth/model';

/** Files of the repository are shown relative to it. */
export const root = path.resolve(__dirname, '../..');

/** What runs where, as promotion has written it. */
export function readReleases({ environments }: Company): Map<string, ReleasesFile> {
  return new Map(
    environments.map(({ name }) => {
      const file = path.join(root, 'environments', name, 'releases.json');
      return [name, { file, text: readFileSync(file, 'utf8') }];
    }),
  );
}
