import { join } from 'node:path';
import { DIGEST_LIST, type DigestList, NO_DIGESTS, parseDigestList } from './digest-list';
import { tryRead } from './disk';

/** The digest list of a section folder; without one nothing in the folder is a run's own. */
export function readDigestList(folder: string): DigestList {
  const text = tryRead(join(folder, DIGEST_LIST))?.toString();
  return text === undefined ? NO_DIGESTS : parseDigestList(text);
}
