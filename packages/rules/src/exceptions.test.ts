import { exceptionFindings, isOf, unknownRuleFindings, withoutExceptions } from './exceptions';
import { type Finding, toProblem } from './rule';

const finding: Finding = {
  rule: 'internet-egress',
  object: 'NetworkPolicy chain/node',
  found: '"0.0.0.0/0"',
  allowed: 'networks',
  fix: 'name them',
};
const entry = {
  rule: finding.rule,
  object: finding.object,
  expires: '2027-03-31',
  owner: 'chain',
  ticket: 'SEC-1',
};
const isJudged = (rule: string) => rule === 'internet-egress';
const judged = (findings: readonly Finding[], today: string, register = [entry], everywhere = true) =>
  exceptionFindings(findings, register, { today, isJudged, everywhere }).map(({ rule }) => rule);

test('an entry covers its rule for its object, and nothing else', () => {
  const otherRule = { ...finding, rule: 'schema' };
  const otherObject = { ...finding, object: 'NetworkPolicy chain/other' };
  expect(withoutExceptions([finding, otherRule, otherObject], [entry])).toEqual([otherRule, otherObject]);
});

test('an expired entry still covers: what is written knows no date', () => {
  expect(withoutExceptions([finding], [{ ...entry, expires: '2020-01-01' }])).toEqual([]);
});

test('fails when an entry has expired, from the day after its last', () => {
  expect(judged([finding], '2027-03-31')).toEqual([]);
  expect(judged([finding], '2027-04-01')).toEqual(['exception-expired']);
});

test('fails when an entry covers nothing any more', () => {
  expect(judged([], '2027-01-01')).toEqual(['exception-unused']);
});

test('fails when an entry would hold for more than half a year', () => {
  expect(judged([finding], '2026-10-02')).toEqual([]);
  expect(judged([finding], '2026-10-01')).toEqual(['exception-lasting']);
});

test("entries for other judges' rules are theirs to judge", () => {
  expect(judged([], '2027-01-01', [{ ...entry, rule: 'checkov/CKV_K8S_40' }])).toEqual([]);
});

test('an entry is for a rule of ours, or for a check of a judge that we run', () => {
  const register = [
    entry,
    { ...entry, rule: 'checkov/CKV_K8S_40' },
    { ...entry, rule: 'kube-score/pod-probes' },
  ];
  expect(unknownRuleFindings(register, [{ id: 'internet-egress' }])).toEqual([]);
});

test.each(['internet-egres', 'CKV_K8S_40', 'trivy/KSV-0012', 'checkov/', 'checkov'])(
  'fails when an entry is for %j, which nobody judges',
  (rule) => {
    expect(unknownRuleFindings([{ ...entry, rule }], [{ id: 'internet-egress' }])).toEqual([
      expect.objectContaining({
        rule: 'exception-rule',
        found: `an exception from "${rule}"`,
        allowed: 'internet-egress, checkov/<check> or kube-score/<check>',
      }),
    ]);
  },
);

test('a rule is of the judge whose name it starts with', () => {
  expect(isOf('checkov', 'checkov/CKV_K8S_40')).toBe(true);
  expect(isOf('checkov', 'checkov-two/CKV_K8S_40')).toBe(false);
});

test('an entry that covers nothing in some environments may be needed in the others', () => {
  expect(judged([], '2027-01-01', [entry], false)).toEqual([]);
});

test('an entry that has expired is one finding, at its place, wherever it covers', () => {
  const register = [{ ...entry, place: 'environments/exceptions.ts:5' }];
  const options = { today: '2027-04-01', isJudged, everywhere: true };
  expect(exceptionFindings([finding, finding], register, options).map(toProblem)).toEqual([
    expect.objectContaining({
      where: 'environments/exceptions.ts:5: NetworkPolicy chain/node internet-egress',
      found: 'an exception that expired on 2027-03-31',
    }),
  ]);
});
