import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CloudPlan, type TerraformResource, terraformResources } from '@plinth/cloud-plan';
import { type Finding, formatPlanned } from '@plinth/rules';
import { howToExcept, JudgeFailure } from './judge';
import { runJudge } from './run-judge';

const ID = 'checkov';

/** Types of which every resource is asked something, whatever is in it. */
const KNOWN = [
  'google_artifact_registry_repository',
  'google_artifact_registry_repository_iam_member',
  'google_compute_firewall',
  'google_compute_forwarding_rule',
  'google_compute_network',
  'google_container_cluster',
  'google_container_node_pool',
  'google_dns_managed_zone',
  'google_kms_crypto_key',
  'google_kms_crypto_key_iam_member',
  'google_kms_key_ring',
  'google_logging_project_sink',
  'google_project_iam_member',
  'google_pubsub_topic',
  'google_pubsub_topic_iam_member',
  'google_sql_database_instance',
  'google_storage_bucket',
  'google_storage_bucket_iam_member',
];

/**
 * Checks that crash on a list of blocks in JSON, and by that neither acquit nor find: they read `flag["__startline__"][0]`. What they
 * would ask is asked in `test/cloud/beyond-judges.test.ts`; a crash of any other check is a failure.
 */
export const CRASHING: readonly string[] = ['CKV_GCP_54', 'CKV_GCP_57'];

/** What a check said about one resource. */
export interface CloudJudgement {
  readonly check: string;
  readonly title: string;
  /** `gcp:storage/bucket:Bucket state`, as the exception register says it. */
  readonly object: string;
  readonly outcome: 'passed' | 'failed' | 'crashed';
}

/**
 * All that checkov says of the resources of a plan. Each lies in a file of its own, because a report names files reliably, and
 * resources without their type.
 * @throws JudgeFailure when it has not judged
 */
export async function judgeCloud(
  path: string,
  plans: readonly CloudPlan[],
  patience?: number,
): Promise<CloudJudgement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plinth-cloud-'));
  try {
    const resources = new Map<string, TerraformResource>();
    for (const resource of plans.flatMap(terraformResources)) {
      const file = `${resources.size}.tf.json`;
      const { type, name, block } = resource;
      writeFileSync(join(folder, file), JSON.stringify({ resource: { [type]: { [name]: block } } }, null, 1));
      resources.set(`/${file}`, resource);
    }
    const args = ['--config-file', join(__dirname, 'checkov-cloud.yaml'), '--directory', folder];
    const crashes: Crash[] = [];
    const heard = (complaint: string) => withoutCrashes(complaint, crashes);
    const printed = await runJudge({ judge: ID, path, args, patience, heard });
    return judgements([printed].flat().filter(isReport), crashes, resources);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What it finds, excepted or not. */
export function cloudFindings(judgements: readonly CloudJudgement[], file: string): Finding[] {
  return judgements
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ check, title, object }) => ({
      rule: `${ID}/${check}`,
      object,
      file,
      found: `what ${check} refuses`,
      allowed: title,
      fix: howToExcept(`${ID}/${check}`),
    }));
}

interface Check {
  readonly check_id: string;
  readonly check_name: string;
  /** Below the folder, from a slash on. */
  readonly file_path: string;
}

interface Report {
  readonly check_type: string;
  readonly results: Readonly<
    Record<'passed_checks' | 'failed_checks' | 'skipped_checks', readonly Check[]>
  > & { readonly parsing_errors: readonly string[] };
}

interface Crash {
  readonly check: string;
  readonly file: string;
}

/** With nothing to look at, checkov prints its totals and no report. */
function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'results' in value;
}

/** Takes out of what is written on the side the crashes that are known, each with its trace. */
function withoutCrashes(complaint: string, crashes: Crash[]): string {
  const entries = complaint.split(/^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ )/m);
  return entries
    .filter((entry) => {
      const [, check = '', file = ''] = /Failed to run check (CKV\w+) on ([^:\s]+):/.exec(entry) ?? [];
      const isKnown = CRASHING.includes(check);
      if (isKnown) crashes.push({ check, file });
      return !isKnown;
    })
    .join('');
}

function judgements(
  reports: readonly Report[],
  crashes: readonly Crash[],
  resources: ReadonlyMap<string, TerraformResource>,
): CloudJudgement[] {
  const unread = reports.flatMap(({ results }) => results.parsing_errors);
  if (unread.length > 0) throw new JudgeFailure(ID, 'could not read files', unread.join('\n'));
  const skipped = reports.flatMap(({ results }) => results.skipped_checks);
  if (skipped.length > 0)
    throw new JudgeFailure(
      ID,
      'was told to look away; environments/exceptions.ts is the place',
      skipped.map(({ check_id, file_path }) => `${check_id} ${nameOf(file_path, resources)}`).join('\n'),
    );
  const said = (outcome: 'passed' | 'failed') =>
    reports.flatMap(({ results }) =>
      results[`${outcome}_checks`].map(({ check_id, check_name, file_path }) => ({
        check: check_id,
        title: check_name,
        file: file_path,
        outcome,
      })),
    );
  const all = [
    ...said('passed'),
    ...said('failed'),
    ...crashes.map((crash) => ({ ...crash, title: '', outcome: 'crashed' as const })),
  ];
  const seen = new Set(all.map(({ file }) => file));
  if (seen.size === 0) throw new JudgeFailure(ID, 'looked at no resource');
  const missed = [...resources].filter(([file, { type }]) => KNOWN.includes(type) && !seen.has(file));
  if (missed.length > 0)
    throw new JudgeFailure(
      ID,
      'did not look at',
      missed.map(([, { planned }]) => formatPlanned(planned)).join('\n'),
    );
  return all.map(({ file, ...judgement }) => ({ ...judgement, object: nameOf(file, resources) }));
}

function nameOf(file: string, resources: ReadonlyMap<string, TerraformResource>): string {
  const resource = resources.get(file);
  if (resource === undefined) throw new JudgeFailure(ID, `judged what nobody planned: ${file}`);
  return formatPlanned(resource.planned);
}
