import { join } from 'node:path';
import type { Finding, RenderedObject } from '@plinth/rules';
import { howToExcept, type Judge, JudgeFailure, type Terms } from './judge';
import { kubeScoreConfiguration } from './kube-score-configuration';
import { type Manifests, nameOf } from './manifests';
import { runJudge } from './run-judge';

const ID = 'kube-score';

/** Kinds that kube-score reads; it is silent about all others. */
const KNOWN = [
  ...['Deployment', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob', 'Pod'],
  ...['Service', 'Ingress', 'NetworkPolicy', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'],
];

/** `10` is the best grade; a warning has 5, what is critical 1. */
const BEST = 10;

/** What the checks said about one object, as far as it is read here. */
interface Score {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string; readonly namespace?: string };
  readonly checks: readonly {
    readonly check: { readonly id: string; readonly name: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string; readonly path: string }[] | null;
  }[];
}

/** kube-score's default checks, and those of the optional ones that are in its configuration. */
export function kubeScore(path: string, patience?: number): Judge {
  return {
    id: ID,
    async judge(manifests, terms) {
      const args = ['score', ...flags(terms), ...manifests.files.map((file) => join(manifests.folder, file))];
      const scores = await runJudge({ judge: ID, path, args, patience });
      const found = judgements(scores, manifests).flatMap(([one, score]) => findingsOf(one, score));
      const isWaived = waiverOf(manifests);
      return {
        findings: found.filter(([finding, one]) => !isWaived(finding, one)).map(([finding]) => finding),
        waived: found.filter(([finding, one]) => isWaived(finding, one)).map(([finding]) => finding),
      };
    },
  };
}

function flags({ kubernetesVersion, replicaFloor }: Terms): string[] {
  const { flags: fixed, optional } = kubeScoreConfiguration;
  return [
    ...fixed,
    ...optional.map((check) => `--enable-optional-test=${check}`),
    `--kubernetes-version=v${kubernetesVersion}`,
    `--min-replicas-hpa=${replicaFloor}`,
    `--min-replicas-deployment=${replicaFloor}`,
  ];
}

/** Every object that it knows, with what was said about it. */
function judgements(printed: unknown, { objects }: Manifests): [RenderedObject, Score][] {
  // Of nothing, it prints nothing: not even a list.
  if (!Array.isArray(printed) || printed.length === 0) throw new JudgeFailure(ID, 'looked at no object');
  const scores = new Map((printed as Score[]).map((score) => [identityOf(score), score]));
  const known = objects.filter(({ object }) => KNOWN.includes(String(object.kind)));
  const missed = known.filter((one) => !scores.has(nameOf(one)));
  if (missed.length > 0) throw new JudgeFailure(ID, 'did not look at', missed.map(nameOf).join('\n'));
  return known.flatMap((one) => {
    const score = scores.get(nameOf(one));
    return score === undefined ? [] : [[one, score] as [RenderedObject, Score]];
  });
}

function identityOf({ type_meta: { kind }, object_meta: { namespace, name } }: Score): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function findingsOf(one: RenderedObject, { checks }: Score): [Finding, RenderedObject][] {
  return checks
    .filter(({ grade, skipped }) => !skipped && grade < BEST)
    .map(({ check, comments }) => [
      {
        rule: `${ID}/${check.id}`,
        object: nameOf(one),
        file: one.file,
        found: (comments ?? [])
          .map(({ path, summary }) => [path, summary].filter(Boolean).join(': '))
          .join('; '),
        allowed: check.name,
        fix: howToExcept(`${ID}/${check.id}`),
      },
      one,
    ]);
}

function waiverOf({ objects }: Manifests): (finding: Finding, one: RenderedObject) => boolean {
  return ({ rule }, { object }) =>
    kubeScoreConfiguration.waivers.some(
      ({ check, applies }) => rule === `${ID}/${check}` && applies(object, objects),
    );
}
