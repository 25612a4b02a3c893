import { outputNamesFrom } from './engine/output-names';
import { idOf, symbol } from './engine/outputs';

/** What a plan says that a resource has once it is made: an id and outputs that name themselves. */
export interface SymbolicOutputs {
  readonly idOf: (type: string, name: string) => string;
  readonly outputsOf: (type: string, name: string) => { readonly [property: string]: string };
}

/**
 * The symbols of plans, for a stand-in that answers Pulumi's own engine: a program then registers there what it
 * registers here.
 * @param folder of the program, whose SDKs say which outputs a type has
 */
export function symbolicOutputs(folder: string): SymbolicOutputs {
  const namesOf = outputNamesFrom(folder);
  return {
    idOf,
    outputsOf: (type, name) =>
      Object.fromEntries(namesOf(type).map((property) => [property, symbol(type, name, property)])),
  };
}
