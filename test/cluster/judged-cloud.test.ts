import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudPlan, PlannedResource } from '@plinth/cloud-plan';
import { formatProblem } from '@plinth/errors';
import { type Finding, toProblem, withoutExceptions } from '@plinth/rules';
import { prepareEngines } from '@plinth/testing';
import { asCloudPlan } from '../cloud/as-cloud-plan';
import { plannedEnvironments, plansOf } from '../cloud/reviewed-plan';
import { type CloudJudgement, CRASHING, cloudFindings, judgeCloud } from './judges/checkov-cloud';
import { culpritOf, withFaults } from './judges/cloud-corpus';
import { cloudFaults } from './judges/cloud-faults';
import { JudgeFailure } from './judges/judge';
import { cloudRegisterFindings, register } from './judges/register';

const PLANS = plannedEnvironments.map((environment) => ({
  environment,
  plans: plansOf(environment).map(asCloudPlan),
}));

const DATABASE = 'gcp:sql/databaseInstance:DatabaseInstance';

/** What a report says of the first resource. */
const CHECK = { check_id: 'CKV_GCP_1', check_name: 'Ensure one', file_path: '/0.tf.json' };

const report = (said: object) => ({
  check_type: 'terraform_json',
  results: { passed_checks: [], failed_checks: [], skipped_checks: [], parsing_errors: [], ...said },
});

let checkov: string;
const judgements = new Map<string, readonly CloudJudgement[]>();
let faulty: readonly CloudJudgement[];

beforeAll(async () => {
  const engines = await prepareEngines({ only: ['checkov'] });
  checkov = engines.path('checkov');
  for (const { environment, plans } of PLANS) judgements.set(environment, await judgeCloud(checkov, plans));
  const [first] = PLANS[1]?.plans.filter(({ project }) => project === 'foundation') ?? [];
  if (first === undefined) throw new Error('no plan of a foundation');
  faulty = await judgeCloud(checkov, [withFaults(first, cloudFaults)]);
});

const of = (environment: string) => judgements.get(environment) ?? [];
const all = () => [...judgements.values()].flat();
const printed = (findings: readonly Finding[]) => findings.map(toProblem).map(formatProblem);

test.each(plannedEnvironments)(
  'checkov finds nothing in the plans of %s but what the register excepts',
  (environment) => {
    const findings = cloudFindings(of(environment), `plans/${environment}`);
    expect(printed(withoutExceptions(findings, register))).toEqual([]);
  },
);

test.each(cloudFaults.map((fault, index) => ({ ...fault, index })))(
  '$check sees its fault in a copy of $of',
  ({ index, ...fault }) => {
    const culprit = culpritOf(fault, index);
    const [original] = [fault.of].flat();
    const failed = (object: string | undefined) =>
      faulty.filter((one) => one.object === object && one.outcome === 'failed').map(({ check }) => check);
    const known = failed(original).filter((check) => check !== fault.check);
    const found = failed(culprit).filter((check) => !known.includes(check));
    expect(found.sort()).toEqual([fault.check, ...(fault.also ?? [])].sort());
  },
);

test('every check that says anything of a type that is planned has a fault of that type that it sees', () => {
  const asked = new Set(
    all()
      .filter(({ outcome }) => outcome !== 'crashed')
      .map(({ check, object }) => `${check} ${object.split(' ', 1)}`),
  );
  const seen = new Set(
    cloudFaults.map(({ check, of: object }) => `${check} ${[object].flat()[0]?.split(' ', 1)}`),
  );
  expect([...asked].filter((pair) => !seen.has(pair))).toEqual([]);
});

test('every check that crashes is known to, and asked of each database elsewhere', () => {
  const crashed = all().filter(({ outcome }) => outcome === 'crashed');
  expect([...new Set(crashed.map(({ check }) => check))].sort()).toEqual([...CRASHING].sort());
  expect([...new Set(crashed.map(({ object }) => object.split(' ', 1).join()))]).toEqual([DATABASE]);
});

describe('the register against what checkov finds of plans', () => {
  const today = new Date().toISOString().slice(0, 10);
  const findings = () => plannedEnvironments.flatMap((name) => cloudFindings(of(name), `plans/${name}`));
  const [entry] = register.filter(({ rule }) => rule === 'checkov/CKV_GCP_66');
  if (entry === undefined) throw new Error('the register has no entry for the cluster');

  test('every exception from a check of the cloud covers something, holds today, and not for ever', () => {
    expect(printed(cloudRegisterFindings(findings(), register, today))).toEqual([]);
  });

  test('fails when an entry covers nothing any more', () => {
    const stale = {
      ...entry,
      object: 'gcp:container/cluster:Cluster gone',
      place: 'environments/exceptions.ts:1',
    };
    expect(cloudRegisterFindings(findings(), [...register, stale], today)).toEqual([
      expect.objectContaining({ rule: 'exception-unused', object: stale.object }),
    ]);
  });

  test('fails when an entry is missing: the message says what, where and how to except it', () => {
    const others = register.filter((candidate) => candidate !== entry);
    const messages = printed(withoutExceptions(findings(), others));
    expect(messages).toHaveLength(plannedEnvironments.length);
    expect(messages[0]).toContain(
      'plans/dev: gcp:container/cluster:Cluster cluster: found what CKV_GCP_66 refuses',
    );
    expect(messages[0]).toContain('enter "checkov/CKV_GCP_66" and this object in environments/exceptions.ts');
  });
});

describe('checkov has not acquitted anybody', () => {
  const planOf = (...resources: readonly Partial<PlannedResource>[]): CloudPlan[] => [
    {
      project: 'some',
      stack: 'test',
      outputs: {},
      resources: resources.map((resource, index) => ({
        urn: String(index),
        type: 'gcp:projects/service:Service',
        name: `one-${index}`,
        custom: true,
        inputs: {},
        dependencies: [],
        options: {},
        ...resource,
      })),
    },
  ];
  const mysql = {
    databaseVersion: 'MYSQL_8_4',
    settings: { databaseFlags: [{ name: 'local_infile', value: 'on' }] },
  };

  test('fails when it looked at no resource', async () => {
    await expect(judgeCloud(checkov, [])).rejects.toThrow('checkov looked at no resource');
    await expect(judgeCloud(checkov, planOf({}))).rejects.toThrow('checkov looked at no resource');
  });

  test('fails when a check crashes that is not known to', async () => {
    const judged = judgeCloud(checkov, planOf({ type: DATABASE, inputs: mysql }));
    await expect(judged).rejects.toThrow(JudgeFailure);
    await expect(judged).rejects.toThrow(/complained\n.*Failed to run check CKV_GCP_50 /);
  });

  test('fails when a type has no name in Terraform', async () => {
    const judged = judgeCloud(checkov, planOf({ type: 'gcp:redis/instance:Instance' }));
    await expect(judged).rejects.toThrow('gcp:redis/instance:Instance has no name in Terraform');
  });

  test('fails when it takes too long', async () => {
    await expect(judgeCloud(checkov, planOf({}), 5)).rejects.toThrow('stopped after 5 ms');
  });

  test.each([
    ['is told to look away', report({ skipped_checks: [CHECK] }), 'was told to look away'],
    [
      'did not look at one',
      report({ passed_checks: [{ ...CHECK, file_path: '/1.tf.json' }] }),
      'did not look at',
    ],
    [
      'speaks of others',
      report({ passed_checks: [CHECK, { ...CHECK, file_path: '/9.tf.json' }] }),
      'judged what nobody planned',
    ],
    ['cannot read a file', report({ parsing_errors: ['/0.tf.json'] }), 'could not read files'],
  ])('fails when it %s', async (_, printed, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'plinth-judge-'));
    try {
      const program = join(folder, 'judge');
      writeFileSync(program, `#!/bin/sh\ncat <<'END'\n${JSON.stringify(printed)}\nEND\n`, { mode: 0o755 });
      const bucket = { type: 'gcp:storage/bucket:Bucket' };
      await expect(judgeCloud(program, planOf(bucket, {}))).rejects.toThrow(`checkov ${message}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
