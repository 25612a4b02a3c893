import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The digest list of a rendered section. */
const DIGEST_LIST = 'SHA256SUMS';

/**
 * Why a folder inside the repository is none to render into, as a phrase. One that is new or empty is, and one
 * that holds rendered sections: with anything else in it, somebody's work would lie among what runs replace.
 *
 * @param folder its true path, as `root` is
 */
export function flawOfContent(folder: string, root: string): string | undefined {
  const path = relative(root, folder);
  if (path.split(sep).includes('node_modules')) return 'a folder of installed packages';
  const section = sectionAround(folder, root);
  if (section !== undefined) return `a folder inside ${relative(root, section)}/, which is rendered itself`;
  const visible = entriesOf(folder).filter(({ name }) => !name.startsWith('.'));
  const [other] = visible.filter((entry) => entry.isDirectory() && !isSection(join(folder, entry.name)));
  const isRendered = visible.some((entry) => isSection(join(folder, entry.name)));
  // A run that was stopped may not have come to its digest lists; the next one finishes it.
  if (visible.length === 0 || existsSync(join(folder, '.plinth'))) return undefined;
  if (isRendered && other === undefined) return undefined;
  return `a folder that holds ${(other ?? visible[0])?.name}, which no run has rendered`;
}

/** The folder itself, or one around it, that is a section. */
function sectionAround(folder: string, root: string): string | undefined {
  for (let at = folder; at.startsWith(root + sep); at = dirname(at)) if (isSection(at)) return at;
  return undefined;
}

function isSection(folder: string): boolean {
  return existsSync(join(folder, DIGEST_LIST));
}

/** What is no folder is refused by who writes; what does not exist holds nothing. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
