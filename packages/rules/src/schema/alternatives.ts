import { isJsonObject } from '../json';
import type { JsonSchema } from './json-schema';
import type { Judge } from './walk';

/** What a schema says by alternatives. */
export function alternativeJudges(schema: JsonSchema, compile: (schema: JsonSchema) => Judge): Judge[] {
  const judges: Judge[] = (schema.allOf ?? []).map(compile);
  if (schema.anyOf !== undefined) judges.push(someJudge(schema.anyOf.map(compile), Number.POSITIVE_INFINITY));
  if (schema.oneOf !== undefined) judges.push(someJudge(schema.oneOf.map(compile), 1));
  if (schema.not !== undefined) judges.push(notJudge(compile(schema.not)));
  return judges.map((judge) => withDefaults(judge, schema.defaults));
}

/** At least one of the judges is content, and at most as many as that. */
function someJudge(judges: readonly Judge[], most: number): Judge {
  return (value, walk) => {
    const attempts = judges.map((judge) => walk.attempt(value, judge));
    const content = attempts.filter((violations) => violations.length === 0).length;
    if (content > most) {
      walk.report(
        `${walk.show(value)}, which fits ${content} forms`,
        'exactly one form',
        'say which one it is',
      );
    } else if (content === 0) {
      // The closest form is most likely the one that was meant.
      walk.adopt(attempts.reduce((best, each) => (each.length < best.length ? each : best)));
    }
  };
}

function notJudge(judge: Judge): Judge {
  return (value, walk) => {
    if (walk.attempt(value, judge).length === 0) walk.report(walk.show(value), 'anything else', 'change it');
  };
}

function withDefaults(judge: Judge, defaults: JsonSchema['defaults']): Judge {
  if (defaults === undefined) return judge;
  return (value, walk) => judge(isJsonObject(value) ? { ...defaults, ...value } : value, walk);
}
