import type { Rule } from '../rule';
import { schemaViolations } from './schema-violations';

export const schemaRule: Rule = {
  id: 'schema',
  title: 'every object is what the schema of its kind allows',
  controls: ['K04'],
  applies: () => true,
  check: ({ object }) => schemaViolations(object),
};
