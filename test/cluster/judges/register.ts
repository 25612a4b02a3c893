import { relative } from 'node:path';
import {
  exceptionFindings,
  type Finding,
  FOREIGN_JUDGES,
  isOf,
  type RegisteredException,
} from '@plinth/rules';
import { company } from '../../../environments';
import { root } from '../../company/read-releases';

/** The exception register, with the place of each entry. */
export const register: readonly RegisteredException[] = company.exceptions.map(
  ({ input, call: { position } }) => ({
    ...input,
    place: `${relative(root, position.file)}:${position.line}`,
  }),
);

/** Google Cloud's checks are asked of plans, all others of manifests: each side says which of its entries it needs. */
const isOfCloud = (rule: string) => /^checkov\/CKV2?_GCP_\d/.test(rule);

/** What is wrong with the entries for judges of manifests, given all that they find in all environments. */
export function registerFindings(
  findings: readonly Finding[],
  entries: readonly RegisteredException[],
  today: string,
): Finding[] {
  const isJudged = (rule: string) => !isOfCloud(rule) && FOREIGN_JUDGES.some((judge) => isOf(judge, rule));
  return exceptionFindings(findings, entries, { today, isJudged, everywhere: true });
}

/** The same of the entries for judges of plans. */
export function cloudRegisterFindings(
  findings: readonly Finding[],
  entries: readonly RegisteredException[],
  today: string,
): Finding[] {
  return exceptionFindings(findings, entries, { today, isJudged: isOfCloud, everywhere: true });
}
