/** What may be read at a place of a list: values in, what is wrong with them beside, all of it at once. */

import { didYouMean, oneOf, show } from '@plinth/errors';

/** One thing that is wrong in what was read; where that stands in a file is known to whoever read the file. */
export interface Mistake {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Where a value stands, and where its mistakes go. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly mistakes: Mistake[];
}

/** Reads a value; undefined when it has said what is wrong. */
export type Shape<T> = (value: unknown, place: Place) => T | undefined;

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Fields<S extends Shapes> = { readonly [K in keyof S]: S[K] extends Shape<infer T> ? T : never };

/** What is wrong with a text; undefined when nothing is. */
export type Fault = Partial<Pick<Mistake, 'code' | 'found' | 'allowed' | 'fix'>>;

export function inside({ path, mistakes }: Place, key: string | number): Place {
  return { path: [...path, key], mistakes };
}

export function refuse(
  place: Place,
  value: unknown,
  fault: Fault & Pick<Mistake, 'allowed' | 'fix'>,
): undefined {
  const code = value === undefined ? 'missing-field' : 'invalid-value';
  place.mistakes.push({ code, path: place.path, found: show(value), ...fault });
}

/** A text of a form. `judge` says more than a form can: what it returns is refused. */
export function text(
  form: RegExp,
  { allowed, fix }: Pick<Mistake, 'allowed' | 'fix'>,
  judge: (value: string) => Fault | undefined = () => undefined,
): Shape<string> {
  return (value, place) => {
    if (typeof value !== 'string' || !form.test(value)) return refuse(place, value, { allowed, fix });
    const fault = judge(value);
    return fault === undefined ? value : refuse(place, value, { allowed, fix, ...fault });
  };
}

export function choice<const T extends string>(values: readonly T[]): Shape<T> {
  return (value, place) =>
    values.find((one) => one === value) ??
    refuse(place, value, {
      allowed: oneOf(values),
      fix: didYouMean(String(value), values, 'write one of these'),
    });
}

export function list<T>(item: Shape<T>, { most }: { readonly most: number }): Shape<readonly T[]> {
  return (value, place) => {
    const allowed = `a list with 1 to ${most} entries`;
    if (!Array.isArray(value)) return refuse(place, value, { allowed, fix: 'write a list' });
    if (value.length === 0 || value.length > most)
      return refuse(place, value, {
        found: `${value.length} entries`,
        allowed,
        fix: value.length === 0 ? 'add one' : 'make several of it',
      });
    const items = value.map((one, index) => item(one, inside(place, index)));
    return items.some((one) => one === undefined) ? undefined : (items as T[]);
  };
}

/** A map with these fields and no others. */
export function fields<R extends Shapes, O extends Shapes = Record<never, never>>(
  required: R,
  optional: O = {} as O,
): Shape<Fields<R> & Partial<Fields<O>>> {
  const names = [...Object.keys(required), ...Object.keys(optional)];
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(place, value, { allowed: `a map with the fields ${oneOf(names)}`, fix: 'write a map' });
    const before = place.mistakes.length;
    const given = new Map(Object.entries(value));
    for (const key of given.keys()) if (!names.includes(key)) unknownField(key, names, place);
    const read = names.flatMap((name) => {
      const isMissing = !given.has(name);
      if (isMissing && name in optional) return [];
      if (isMissing) {
        refuse(inside(place, name), undefined, { allowed: 'a value', fix: 'add it' });
        return [];
      }
      return [[name, (required[name] ?? optional[name])?.(given.get(name), inside(place, name))] as const];
    });
    if (place.mistakes.length > before) return undefined;
    return Object.fromEntries(read) as Fields<R> & Partial<Fields<O>>;
  };
}

function unknownField(key: string, names: readonly string[], place: Place): void {
  refuse(inside(place, key), key, {
    code: 'unknown-field',
    found: `the unknown field ${show(key)}`,
    allowed: `the fields ${oneOf(names)}`,
    fix: didYouMean(key, names, 'remove it'),
  });
}
