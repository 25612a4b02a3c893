import { type Check, isCode, isGenerated, nameOf } from './source-tree';

const forbidden = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types'];

/** A name says which concept lives there. These say that nobody knew. */
export const fileNames: Check = (files) =>
  files
    .filter(({ path }) => isCode(path) && !isGenerated(path))
    .flatMap(({ path }) => {
      const folders = path.split('/').slice(0, -1);
      const stem = nameOf(path).replace(/\..*$/, '').replace(/^_/, '');
      const word = [...folders, stem].map((part) => lastWord(part)).find(isForbidden);
      return word === undefined ? [] : [`${path}: is named "${word}"; name it after its concept`];
    });

/** `yaml-utils` is no better than `utils`; `overlay-types` is a concept. */
function lastWord(part: string): string {
  const word = part.split('-').at(-1) ?? part;
  return word === 'types' ? part : word;
}

function isForbidden(word: string): boolean {
  return forbidden.includes(word);
}
