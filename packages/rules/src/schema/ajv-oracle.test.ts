import Ajv2020 from 'ajv/dist/2020';
import { type Loose, validObjects } from '../../fixtures/fixtures';
import { Catalogue } from './catalogue';
import { formats } from './formats';
import { schemaViolations } from './schema-violations';

/** The same schemas, judged by a validator that we did not write. */
function oracle(): (object: Loose) => boolean {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, code: { optimize: false } });
  for (const [name, { accepts }] of formats) {
    if (['int32', 'int64'].includes(name)) ajv.addFormat(name, { type: 'number', validate: accepts });
    else ajv.addFormat(name, { type: 'string', validate: accepts });
  }
  ajv.addKeyword({ keyword: 'uniqueBy', type: 'array', validate: isUniqueBy });
  const catalogue = Catalogue.get();
  ajv.addSchema({ $id: 'all', $defs: Object.fromEntries(catalogue.definitions) });
  return (object) => {
    const known = catalogue.tryFind(object.apiVersion, object.kind);
    const validate = known && ajv.getSchema(`all#/$defs/${known.schema}`);
    return validate !== undefined && validate(withDefaults(object)) === true;
  };
}

/** ajv fills in defaults after it has tried the alternatives; the API server before. One place depends on it. */
function withDefaults(object: Loose): Loose {
  const addresses = object.kind === 'Gateway' ? object.spec?.addresses : undefined;
  if (!Array.isArray(addresses)) return object;
  const isObject = (each: Loose) => typeof each === 'object' && each !== null && !Array.isArray(each);
  const filled = addresses.map((each) => (isObject(each) ? { type: 'IPAddress', ...each } : each));
  return { ...object, spec: { ...object.spec, addresses: filled } };
}

function isUniqueBy(keys: Record<string, unknown>, list: Loose[]): boolean {
  const named = list.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
  const known = named.map((item) =>
    JSON.stringify(Object.keys(keys).map((key) => String(item[key] ?? keys[key]))),
  );
  return new Set(known).size === known.length;
}

/** What each value of an object is replaced by, one at a time. */
const replacements: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  70_000,
  2 ** 40,
  '',
  'x y',
  '1Gi',
  [],
  {},
  ['a', 'a'],
  { a: {} },
];

/** Every object that differs in one place: replaced, deleted, a field added, an entry doubled. */
function* mutations(object: Loose): Generator<[Loose, string]> {
  for (const path of pathsOf(object)) {
    const [steps, last] = [path.slice(0, -1), path.at(-1) ?? ''];
    const change = (action: (parent: Loose) => void): Loose => {
      const copy = structuredClone(object);
      action(steps.reduce((value, step) => value[step], copy));
      return copy;
    };
    const title = path.join('.');
    if (['apiVersion', 'kind'].includes(title)) continue;
    for (const value of replacements) {
      yield [
        change((parent) => Object.assign(parent, { [last]: value })),
        `${title} = ${JSON.stringify(value)}`,
      ];
    }
    yield [
      change((parent) => (Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last])),
      `${title} deleted`,
    ];
    yield [
      change((parent) =>
        Array.isArray(parent)
          ? parent.push(parent[Number(last)])
          : Object.assign(parent, { unknownField: 1 }),
      ),
      `beside ${title}`,
    ];
  }
}

function pathsOf(value: Loose): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    [key],
    ...pathsOf(each).map((path) => [key, ...path]),
  ]);
}

test('judges each mutation of each valid object as ajv does', () => {
  const isValid = oracle();
  const verdicts = { valid: 0, invalid: 0 };
  const disagreements: string[] = [];
  for (const object of validObjects) {
    for (const [mutation, title] of mutations(object)) {
      const expected = isValid(mutation);
      verdicts[expected ? 'valid' : 'invalid'] += 1;
      const violations = schemaViolations(mutation);
      if ((violations.length === 0) !== expected) {
        disagreements.push(
          `${object.kind}: ${title}: ajv says ${expected}, we say ${JSON.stringify(violations)}`,
        );
      }
    }
  }
  expect(disagreements).toEqual([]);
  // Both verdicts occur, often enough to mean something.
  expect(verdicts.valid).toBeGreaterThan(500);
  expect(verdicts.invalid).toBeGreaterThan(5000);
});
