import { checkObjects } from '../fixtures/check-objects';
import { valid, validObjects } from '../fixtures/fixtures';
import { allRules } from './all-rules';
import { type RenderedObject, toProblem } from './rule';
import { RuleRun } from './rule-run';

const broken: RenderedObject[] = [
  { file: 'b.yaml', object: valid('Service', (it) => Object.assign(it.spec, { tpye: 'ClusterIP' })) },
  { file: 'a.yaml', object: valid('Deployment', (it) => Object.assign(it.metadata, { name: 'Ledger' })) },
  { file: 'a.yaml', object: valid('ConfigMap', (it) => Object.assign(it, { data: { a: 1 } })) },
];

test('finds nothing in valid objects', () => {
  expect(checkObjects(validObjects.map((object) => ({ object, file: 'a.yaml' })))).toEqual([]);
});

test('lists findings by file, object and place, in whichever order the objects came', () => {
  const findings = checkObjects(broken);
  expect(findings.map(({ file, object, path, rule }) => `${file} ${object} ${path} (${rule})`)).toEqual([
    'a.yaml ConfigMap payments/ledger-api data.a (schema)',
    'a.yaml Deployment payments/Ledger metadata.name (metadata)',
    'b.yaml Service payments/ledger-api spec.tpye (schema)',
  ]);
  expect(checkObjects(broken.toReversed())).toEqual(findings);
});

test('says the same when it is fed object by object', () => {
  const run = new RuleRun(allRules);
  for (const rendered of broken) run.add(rendered);
  expect(run.finish()).toEqual(checkObjects(broken));
});

test('turns a finding into the problem that a command prints', () => {
  const [finding] = checkObjects(broken.slice(0, 1));
  expect(finding && toProblem(finding)).toEqual({
    code: 'schema',
    where: 'b.yaml: Service payments/ledger-api spec.tpye',
    found: 'an unknown field',
    allowed: 'one of 20 fields',
    fix: 'did you mean "type"?',
  });
});

test('reads whatever an object may be', () => {
  for (const object of [
    {},
    { metadata: null },
    { kind: 'Service', apiVersion: 'v1', metadata: [], spec: 7 },
  ]) {
    expect(checkObjects([{ object, file: 'a.yaml' }]).length).toBeGreaterThan(0);
  }
});

test('gives each rule an id of its own', () => {
  expect(new Set(allRules.map(({ id }) => id)).size).toBe(allRules.length);
});
