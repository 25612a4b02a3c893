import { didYouMean, show, UserError } from '@plinth/errors';

const UTC = ['UTC', 'Etc/UTC'];

/** Zones that were found valid: asking costs more than all the rest of a CronJob. */
const known = new Set(UTC);

/**
 * A time zone by its name in the IANA database, in its exact spelling: Kubernetes looks it up as a file.
 * @throws UserError `time-zone`
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
 */
export function readTimeZone(value: unknown): string {
  if (typeof value === 'string' && (known.has(value) || isTimeZone(value))) {
    known.add(value);
    return value;
  }
  throw new UserError({
    code: 'time-zone',
    where: 'timeZone',
    found: show(value),
    allowed: 'a name of the IANA time zone database, such as "Europe/Berlin" or "Etc/UTC"',
    fix: didYouMean(
      String(value),
      [...UTC, ...Intl.supportedValuesOf('timeZone')],
      'write for example "Etc/UTC"',
    ),
  });
}

/** Intl takes any case, offsets and abbreviations; files do not. An alias comes back under another name. */
function isTimeZone(value: string): boolean {
  if (!/^(?:US|[A-Z][a-z]+)(?:\/(?:GMT[+-]?\d*|UTC|[A-Z][a-z][A-Za-z_-]*))+$/.test(value)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions();
    return timeZone === value || timeZone.toLowerCase() !== value.toLowerCase();
  } catch {
    return false;
  }
}
