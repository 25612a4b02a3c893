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

/** What is wrong with the entries for foreign judges, given all that they find in all environments. */
export function registerFindings(
  findings: readonly Finding[],
  entries: readonly RegisteredException[],
  today: string,
): Finding[] {
  const isJudged = (rule: string) => FOREIGN_JUDGES.some((judge) => isOf(judge, rule));
  return exceptionFindings(findings, entries, { today, isJudged, everywhere: true });
}
