import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatProblem } from '@plinth/errors';
import { resolveCompany } from '@plinth/model';
import { allRules, type Finding, toProblem, unknownRuleFindings, withoutExceptions } from '@plinth/rules';
import { prepareEngines } from '@plinth/testing';
import { company } from '../../environments';
import { readReleases, root } from '../company/read-releases';
import { checkov } from './judges/checkov';
import type { Judge, Terms, Verdict } from './judges/judge';
import { kubeScore } from './judges/kube-score';
import { kubeScoreConfiguration } from './judges/kube-score-configuration';
import { findManifests } from './judges/manifests';
import { register, registerFindings } from './judges/register';

const today = new Date().toISOString().slice(0, 10);
const environments = resolveCompany(company, { root, releases: readReleases(company) });
const folderOf = (name: string) => join(root, 'manifests', name);

let judges: Readonly<Record<Judge['id'], Judge>>;
let verdicts: readonly (Verdict & { readonly judge: Judge['id']; readonly environment: string })[];

beforeAll(async () => {
  const engines = await prepareEngines({ only: ['checkov', 'kube-score'] });
  judges = {
    checkov: checkov(engines.path('checkov')),
    'kube-score': kubeScore(engines.path('kube-score')),
  };
  const cases = environments.flatMap((environment) =>
    Object.values(judges).map((judge) => ({ judge, environment })),
  );
  verdicts = await Promise.all(
    cases.map(async ({ judge, environment: { name, facts } }) => ({
      ...(await judge.judge(findManifests(folderOf(name)), facts)),
      judge: judge.id,
      environment: name,
    })),
  );
});

const allFindings = () => verdicts.flatMap(({ findings }) => findings);
const printed = (findings: readonly Finding[]) => findings.map(toProblem).map(formatProblem);

const CASES = environments.flatMap(({ name }) => [
  { judge: 'checkov' as const, environment: name },
  { judge: 'kube-score' as const, environment: name },
]);

test.each(CASES)('$judge finds nothing in $environment but what the register excepts', (wanted) => {
  const verdict = verdicts.find(
    ({ judge, environment }) => judge === wanted.judge && environment === wanted.environment,
  );
  expect(printed(withoutExceptions(verdict?.findings ?? [], register))).toEqual([]);
});

test('every exception is for a rule of ours, or for a check of a judge that we run', () => {
  expect(printed(unknownRuleFindings(register, allRules))).toEqual([]);
});

test('every exception from a check covers something, holds today, and not for ever', () => {
  expect(printed(registerFindings(allFindings(), register, today))).toEqual([]);
});

test('every waiver of a configuration is needed somewhere', () => {
  const waived = new Set(verdicts.flatMap((verdict) => verdict.waived.map(({ rule }) => rule)));
  expect([...waived]).toEqual(kubeScoreConfiguration.waivers.map(({ check }) => `kube-score/${check}`));
});

describe('the register against what judges really find', () => {
  const [entry] = register.filter(({ rule }) => rule.startsWith('kube-score/'));
  if (entry === undefined) throw new Error('the register has no entry for kube-score');

  test('fails when an entry covers nothing any more', () => {
    const stale = { ...entry, object: 'StatefulSet chain/gone-node', place: 'environments/exceptions.ts:1' };
    expect(printed(registerFindings(allFindings(), [...register, stale], today))).toEqual([
      `environments/exceptions.ts:1: StatefulSet chain/gone-node ${entry.rule}: found an exception that covers nothing; allowed: entries that are needed; remove it from exceptions.ts`,
    ]);
  });

  test('fails when an entry has expired', () => {
    const yesterday = { ...entry, expires: '2020-01-01' };
    expect(registerFindings(allFindings(), [yesterday], today).map(({ rule }) => rule)).toEqual([
      'exception-expired',
    ]);
  });

  test('fails when an entry is missing: the message says what, where and how to except it', async () => {
    const others = register.filter((candidate) => candidate !== entry);
    const [message] = printed(withoutExceptions(allFindings(), others));
    expect(message).toContain(entry.object);
    expect(message).toContain(`enter "${entry.rule}" and this object in environments/exceptions.ts`);
  });
});

test('fails when a rendered manifest is loosened', async () => {
  const [{ name, facts }] = environments as unknown as [{ name: string; facts: Terms }];
  const folder = mkdtempSync(join(tmpdir(), 'plinth-judged-'));
  try {
    cpSync(folderOf(name), folder, { recursive: true });
    const file = join(folder, 'workloads/exchange/exchange-manager.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('privileged: false', 'privileged: true'));
    const { findings } = await judges['kube-score'].judge(findManifests(folder), facts);
    expect(withoutExceptions(findings, register)).toEqual([
      expect.objectContaining({
        rule: 'kube-score/container-security-context-privileged',
        object: 'Deployment exchange/exchange-manager',
        file: 'workloads/exchange/exchange-manager.yaml',
      }),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
