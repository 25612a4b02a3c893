import type { Rule } from './rule';

export const identityRule: Rule = {
  id: 'identity',
  title: 'no two objects are the same object',
  controls: ['K04'],
  applies: () => true,
  check({ file }, { identity, earlier }) {
    // Without a name nobody can say whether it is there twice; the rule `metadata` asks for one.
    const other = identity.name === '' ? undefined : earlier.tryFile(identity);
    if (other === undefined) return [];
    // Sorted, so that the message is the same in whichever order they came.
    const [first, second] = [other, file].sort();
    const found =
      first === second ? `the same object twice in ${first}` : `the same object in ${first} and ${second}`;
    const allowed = 'each kind, namespace and name once, in whichever API version';
    return [{ found, allowed, fix: 'delete or rename one of the two' }];
  },
};
