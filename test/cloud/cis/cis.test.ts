import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exceptions } from '../../../environments/exceptions';
import { CHECKOUT } from '../../cli/run-plinth';
import { plannedEnvironments } from '../reviewed-plan';
import { deployed } from '../subject';
import { type JudgedControl, offenders, withFault } from './control';
import { controls } from './controls';
import { cisDocument, DOCUMENT, testTitle } from './document';

/** The benchmark's table of contents. */
const ALL = [
  ...numbered('3.1', 4),
  ...numbered('4.1', 10),
  ...['4.2.1', '4.3.1', '4.3.2', '4.4.1', '4.4.2', '4.5.1'],
  ...numbered('4.6', 4),
  ...numbered('5.1', 4),
  ...['5.2.1', '5.2.2', '5.3.1', '5.4.1'],
  ...numbered('5.5', 7),
  ...numbered('5.6', 7),
  ...['5.7.1', '5.7.2', '5.8.1', '5.8.2', '5.8.3', '5.9.1', '5.9.2'],
  ...numbered('5.10', 4),
];

function numbered(section: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${section}.${index + 1}`);
}

const ours = controls.filter((control): control is JudgedControl => 'holds' in control);
const cases = plannedEnvironments.flatMap((environment) =>
  ours.map((control) => ({ name: `${testTitle(control)}, in ${environment}`, control, environment })),
);

test.each(cases)('$name', ({ control, environment }) => {
  expect(offenders(control, deployed(environment))).toEqual([]);
});

test.each(cases)('fails when it is broken: $name', ({ control, environment }) => {
  const [broken, culprit] = withFault(control, deployed(environment));
  expect(offenders(control, broken)).toContain(culprit);
});

test('every control of the benchmark has one owner', () => {
  expect(controls.map(({ id }) => id)).toEqual(ALL);
});

test('a control that is excepted stands in the register', () => {
  const rules = exceptions.map(({ input }) => input.rule);
  const excepted = controls.flatMap((control) => (control.owner === 'register' ? [control.reason] : []));
  expect(excepted.filter((rule) => !rules.includes(rule))).toEqual([]);
});

test('the table for people is that of the tests', () => {
  expect(readFileSync(join(CHECKOUT, DOCUMENT), 'utf8')).toBe(cisDocument());
});
