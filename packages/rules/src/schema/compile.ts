import { alternativeJudges } from './alternatives';
import type { JsonSchema } from './json-schema';
import { listJudges } from './lists';
import { objectJudges } from './objects';
import { scalarJudges } from './scalars';
import { typeTest } from './value-type';
import type { Judge } from './walk';

/** Turns schemas into judges; a definition that nobody refers to is never compiled. */
export class SchemaCompiler {
  readonly #definitions: ReadonlyMap<string, JsonSchema>;
  readonly #compiled = new Map<string, Judge>();

  constructor(definitions: ReadonlyMap<string, JsonSchema>) {
    this.#definitions = definitions;
  }

  /** The judge of a definition. */
  definition(name: string): Judge {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const schema = this.#definitions.get(name);
    if (schema === undefined) throw new Error(`no such definition: ${name}`);
    const judge = this.#compile(schema);
    this.#compiled.set(name, judge);
    return judge;
  }

  #compile = (schema: JsonSchema): Judge => {
    if (schema.$ref !== undefined) return this.#reference(schema.$ref.slice('#/$defs/'.length));
    const isTyped = typeTest(schema.type);
    const judges = [
      ...scalarJudges(schema),
      ...objectJudges(schema, this.#compile),
      ...listJudges(schema, this.#compile),
      ...alternativeJudges(schema, this.#compile),
    ];
    if (judges.length === 0) return (value, walk) => void isTyped(value, walk);
    const all = judges.reduce(both);
    return (value, walk) => {
      if (isTyped(value, walk)) all(value, walk);
    };
  };

  /** Compiled when first met: most objects have no `iscsi` volume, and a definition may lead back to itself. */
  #reference(name: string): Judge {
    let judge: Judge | undefined;
    return (value, walk) => {
      judge ??= this.definition(name);
      judge(value, walk);
    };
  }
}

function both(first: Judge, second: Judge): Judge {
  return (value, walk) => {
    first(value, walk);
    second(value, walk);
  };
}
