import { Promtool, Workspace } from '@plinth/testing';
import { engines } from './_cluster';

let workspace: Workspace;
let promtool: Promtool;
beforeAll(async () => {
  workspace = new Workspace('promtool-harness');
  promtool = new Promtool({ engines: await engines() });
});
afterAll(() => workspace.remove({ keepLogs: false }));

test('rules that can be evaluated are accepted', () => {
  expect(promtool.checkRules(rules('up == 0'))).toContain('1 rules found');
});

test('fails when an expression is none', () => {
  const file = rules('up ==');
  expect(() => promtool.checkRules(file)).toThrow('parse error');
});

test('rules that do what their tests say are accepted', () => {
  rules('up == 0');
  expect(promtool.testRules(tests('0'))).toContain('SUCCESS');
});

test('fails when an alert does not come', () => {
  rules('up == 0');
  const file = tests('1');
  expect(() => promtool.testRules(file)).toThrow(/FAILED[\s\S]*alertname: Gone/);
});

function rules(expr: string): string {
  const groups = [{ name: 'shop', rules: [{ alert: 'Gone', expr }] }];
  return workspace.write('rules.yaml', JSON.stringify({ groups }));
}

/** After a minute of this value, the alert is expected. */
function tests(value: string): string {
  const expected = { eval_time: '1m', alertname: 'Gone', exp_alerts: [{ exp_labels: { job: 'till' } }] };
  const series = [{ series: 'up{job="till"}', values: `${value} ${value}` }];
  return workspace.write(
    'tests.yaml',
    JSON.stringify({
      rule_files: ['rules.yaml'],
      tests: [{ interval: '1m', input_series: series, alert_rule_test: [expected] }],
    }),
  );
}
