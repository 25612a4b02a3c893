import { type Check, isCode, isGenerated, nameOf } from './source-tree';

const forbidden = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types'];

/** A name says which concept lives there. These say that nobody knew. */
export const fileNames: Check = (files) =>
  files
    .filter(({ path }) => isCode(path) && !isGenerated(path))
    .flatMap(({ path }) => {
      const folders = path.split('/').slice(0, -1);
      const stem = nameOf(path).replace(/\..*$/, '').replace(/^_/, '');
      const word = [...folders, stem].map((part) => part.split('-').at(-1) ?? part).find(isForbidden);
      return word === undefined ? [] : [`${path}: is named "${word}"; name it after its concept`];
    });

function isForbidden(word: string): boolean {
  return forbidden.includes(word);
}
