import path from 'node:path';
import { type Company, type ReleasesFile, readReleasesFiles } from '@plinth/model';

/** Files of the repository are shown relative to it. */
export const root = path.resolve(__dirname, '../..');

/** What runs where, as promotion has written it. */
export function readReleases(company: Company): Map<string, ReleasesFile> {
  return readReleasesFiles(root, company);
}
