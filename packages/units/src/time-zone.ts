import { didYouMean } from '@plinth/errors';
import { quantityError } from './_quantity-error';

const UTC = ['UTC', 'Etc/UTC'];

/** Zones that were found valid: asking costs more than all the rest of a CronJob. */
const known = new Set(UTC);

/**
 * A time zone by its name in the IANA database, in its exact spelling: Kubernetes looks it up as a file.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones
 */
export class TimeZone {
  private constructor(readonly name: string) {}

  /**
   * `"Europe/Berlin"`, `"Etc/UTC"`.
   * @throws UserError `unit-time-zone` for an offset, an abbreviation or another spelling
   */
  static parse(value: unknown): TimeZone {
    if (typeof value === 'string' && (known.has(value) || isTimeZone(value))) {
      known.add(value);
      return new TimeZone(value);
    }
    throw quantityError(
      'time-zone',
      value,
      'a name of the IANA time zone database, such as "Europe/Berlin" or "Etc/UTC"',
      didYouMean(
        String(value),
        [...UTC, ...Intl.supportedValuesOf('timeZone')],
        'write for example "Etc/UTC"',
      ),
    );
  }

  equals(other: TimeZone): boolean {
    return this.name === other.name;
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }
}

/** Intl takes any case, offsets and abbreviations; files do not. An alias comes back under another name. */
function isTimeZone(value: string): boolean {
  if (!/^(?:US|[A-Z][a-z]+)(?:\/(?:GMT[+-]?\d*|U(?:TC|CT)|[A-Z][a-z][A-Za-z_-]*))+$/.test(value))
    return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions();
    return timeZone === value || timeZone.toLowerCase() !== value.toLowerCase();
  } catch {
    return false;
  }
}
