import type { Finding, FOREIGN_JUDGES } from '@plinth/rules';
import type { Manifests } from './manifests';

/** What an environment promises, as far as a judge asks. */
export interface Terms {
  /** `1.35` */
  readonly kubernetesVersion: string;
  /** How many of everything there are at least. */
  readonly replicaFloor: number;
}

/** A program of somebody else's that reads manifests and finds fault. */
export interface Judge {
  readonly id: (typeof FOREIGN_JUDGES)[number];
  /**
   * The rule of a finding is `<judge>/<check>`, as the exception register says it.
   * @throws JudgeFailure when it has not judged: a judge that fell over has not acquitted anybody.
   */
  judge(manifests: Manifests, terms: Terms): Promise<Verdict>;
}

export interface Verdict {
  /** What it finds, excepted or not. */
  readonly findings: readonly Finding[];
  /** What its configuration says it is wrong about. */
  readonly waived: readonly Finding[];
}

/** A judge did not do its work: it crashed, hung, spoke gibberish or looked at less than it was given. */
export class JudgeFailure extends Error {
  constructor(judge: string, found: string, details = '') {
    super([`${judge} ${found}`, ...(details === '' ? [] : [details])].join('\n'));
    this.name = 'JudgeFailure';
  }
}

/** What to do about a finding; a message prints no rule but here. */
export function howToExcept(rule: string): string {
  return `repair it, or enter "${rule}" and this object in environments/exceptions.ts with an owner and an expiry`;
}
