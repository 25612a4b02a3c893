import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, RenderedObject } from '@plinth/rules';
import { howToExcept, type Judge, JudgeFailure } from './judge';
import { type Manifests, nameOf } from './manifests';
import { runJudge } from './run-judge';

const ID = 'checkov';

/** Kinds of which every object is asked something, whatever is in it. */
const KNOWN = [
  ...['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod'],
  ...['Service', 'Ingress', 'ServiceAccount', 'ConfigMap', 'Secret'],
  ...['Role', 'RoleBinding', 'ClusterRole'],
];

/** What a check said about one resource, as far as it is read here. */
interface Check {
  readonly check_id: string;
  readonly check_name: string;
  /** `Deployment.exchange.exchange-manager`; for a secret, a hash of it. */
  readonly resource: string;
  /** Below the folder, from a slash on. */
  readonly file_path: string;
  readonly file_line_range: readonly [number, number];
}

interface Report {
  readonly check_type: 'kubernetes' | 'secrets';
  readonly results: Readonly<
    Record<'passed_checks' | 'failed_checks' | 'skipped_checks', readonly Check[]>
  > & {
    readonly parsing_errors: readonly string[];
  };
}

/** All of checkov's checks of Kubernetes objects, and of secrets in the files. */
export function checkov(path: string, patience?: number): Judge {
  return {
    id: ID,
    async judge(manifests) {
      const args = ['--config-file', join(__dirname, 'checkov.yaml'), '--directory', manifests.folder];
      const printed = await runJudge({ judge: ID, path, args, patience });
      const reports = [printed].flat().filter(isReport);
      const objects = new Resources(manifests);
      requireJudged(manifests, objects, reports);
      const findings = reports.flatMap(({ check_type, results }) =>
        results.failed_checks.map((check) => toFinding(check, check_type, objects)),
      );
      return { findings, waived: [] };
    },
  };
}

/** With nothing to look at, checkov prints its totals and no report. */
function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'results' in value;
}

function requireJudged({ objects }: Manifests, resources: Resources, reports: readonly Report[]): void {
  const unread = reports.flatMap(({ results }) => results.parsing_errors);
  if (unread.length > 0) throw new JudgeFailure(ID, 'could not read files', unread.join('\n'));
  const skipped = reports.flatMap(({ results }) => results.skipped_checks);
  if (skipped.length > 0)
    throw new JudgeFailure(
      ID,
      'was told by annotations to look away; environments/exceptions.ts is the place',
      skipped.map(({ check_id, resource }) => `${check_id} ${resource}`).join('\n'),
    );
  const kubernetes = reports.find(({ check_type }) => check_type === 'kubernetes');
  const judged = kubernetes === undefined ? [] : resourcesOf(kubernetes);
  if (judged.length === 0) throw new JudgeFailure(ID, 'looked at no object');
  const seen = new Set(judged.map((resource) => resources.of(resource)));
  const missed = objects.filter((one) => KNOWN.includes(String(one.object.kind)) && !seen.has(one));
  if (missed.length > 0) throw new JudgeFailure(ID, 'did not look at', missed.map(nameOf).join('\n'));
}

function resourcesOf({ results: { passed_checks, failed_checks } }: Report): string[] {
  return [...passed_checks, ...failed_checks].map(({ resource }) => resource);
}

function toFinding(check: Check, type: Report['check_type'], resources: Resources): Finding {
  const file = check.file_path.slice(1);
  const holder = () => resources.at(file, check.file_line_range[0]);
  const rule = `${ID}/${check.check_id}`;
  return {
    rule,
    // A secret has no name but its hash: what matters is who holds it.
    object: nameOf(type === 'secrets' ? holder() : resources.of(check.resource)),
    file,
    found: `what ${check.check_id} refuses`,
    allowed: check.check_name,
    fix: howToExcept(rule),
  };
}

/** Objects by the names that checkov has for them: `<kind>.<namespace or default>.<name>`. */
class Resources {
  private readonly byName = new Map<string, RenderedObject>();
  private readonly makers: readonly [string, RenderedObject][];

  constructor(private readonly manifests: Manifests) {
    const { objects } = manifests;
    for (const one of objects) this.byName.set(`${String(one.object.kind)}.${placeOf(one)}`, one);
    this.makers = objects
      .filter(({ object }) => ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(String(object.kind)))
      .map((one) => [`Pod.${placeOf(one)}.`, one]);
  }

  /** The object itself, or the one whose template makes this pod: its labels follow its maker's name. */
  of(resource: string): RenderedObject {
    const found = this.byName.get(resource) ?? this.makers.find(([start]) => resource.startsWith(start))?.[1];
    if (found === undefined) throw new JudgeFailure(ID, `judged what nobody rendered: ${resource}`);
    return found;
  }

  /** The object on this line of a file. */
  at(file: string, line: number): RenderedObject {
    const { folder, objects } = this.manifests;
    const above = readFileSync(join(folder, file), 'utf8').split('\n').slice(0, line).join('\n');
    // What lies between two lines of dashes is an object or nothing.
    const count = above.split(/^---$/m).filter((text) => /^\w/m.test(text)).length;
    const found = objects.filter((one) => one.file === file)[count - 1];
    if (found === undefined) throw new JudgeFailure(ID, `found a secret in no object: ${file}:${line}`);
    return found;
  }
}

function placeOf({ object }: RenderedObject): string {
  const { namespace = 'default', name } = object.metadata as { namespace?: string; name: string };
  return `${namespace}.${name}`;
}
