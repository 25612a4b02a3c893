import { identityOf } from './identity';
import type { Rule } from './rule';

export const identityRule: Rule = {
  id: 'identity',
  title: 'no two objects are the same object',
  controls: ['K04'],
  // Without a name nobody can say whether it is there twice; the rule `metadata` asks for one.
  applies: (object) => identityOf(object).name !== '',
  *check({ object, file }, { earlier }) {
    const other = earlier.tryFile(identityOf(object));
    if (other === undefined) return;
    // Sorted, so that the message is the same in whichever order they came.
    const [first, second] = [other, file].sort();
    yield {
      found:
        first === second ? `the same object twice in ${first}` : `the same object in ${first} and ${second}`,
      allowed: 'each kind, namespace and name once, in whichever API version',
      fix: 'delete or rename one of the two',
    };
  },
};
