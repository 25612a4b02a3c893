import { show, UserError } from '@plinth/errors';
import { LABEL_LENGTH } from './name';

const VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const ALLOWED = `text of 1 to ${LABEL_LENGTH} of A-Z, a-z, 0-9, "-", "_" and ".", from letter or digit to letter or digit`;

/**
 * The value of a label: always text, so that `1.10`, `yes` and `0x1f` stay what was written.
 * @throws UserError `label-value`
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function readLabelValue(value: unknown): string {
  if (typeof value === 'string' && value.length <= LABEL_LENGTH && VALUE.test(value)) return value;
  const fix =
    typeof value === 'number' || typeof value === 'boolean'
      ? `quote it: "${value}"`
      : 'write for example "exchange"';
  throw new UserError({ code: 'label-value', where: 'label', found: show(value), allowed: ALLOWED, fix });
}

/**
 * A whole sentence for an auditor, kept in an annotation.
 * @throws UserError `reason`
 */
export function readReason(value: unknown): string {
  if (typeof value === 'string' && /^[^\p{Cc}]{10,500}$/u.test(value) && value.trim() === value) return value;
  throw new UserError({
    code: 'reason',
    where: 'reason',
    found: show(value),
    allowed: 'one line of 10 to 500 characters',
    fix: 'say in a sentence why it is needed',
  });
}
