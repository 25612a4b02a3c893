import { quantityError } from './_quantity-error';

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
const ALLOWED = 'hours, minutes and seconds in this order: "90s", "15m", "1h30m", "2160h"';

/**
 * A length of time in whole seconds, written as Go and Kubernetes write it.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export class Duration {
  private constructor(readonly seconds: number) {}

  static seconds(seconds: number): Duration {
    if (!Number.isSafeInteger(seconds) || seconds < 1) {
      throw quantityError('duration', seconds, 'a whole number of seconds from 1', 'write for example 30');
    }
    return new Duration(seconds);
  }

  static minutes(minutes: number): Duration {
    return Duration.seconds(minutes * 60);
  }

  static hours(hours: number): Duration {
    return Duration.seconds(hours * 3600);
  }

  /**
   * `"30s"`, `"5m"`, `"1h30m"`.
   * @throws UserError `unit-duration` for anything else; days are refused because Go has none
   */
  static parse(value: unknown): Duration {
    const text = typeof value === 'string' ? value : '';
    const match = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
    const seconds = match === null ? 0 : sum(match.slice(1));
    if (!Number.isSafeInteger(seconds) || seconds < 1) {
      const days = /^(\d+)d$/.exec(text)?.[1];
      throw quantityError(
        'duration',
        value,
        ALLOWED,
        days === undefined ? 'write for example "30s"' : `write "${Number(days) * 24}h"`,
      );
    }
    return new Duration(seconds);
  }

  equals(other: Duration): boolean {
    return this.seconds === other.seconds;
  }

  compare(other: Duration): number {
    return this.seconds - other.seconds;
  }

  /** `1h30m`, `45s`; parses back to the same value. */
  toString(): string {
    const parts = [
      Math.floor(this.seconds / 3600),
      Math.floor((this.seconds % 3600) / 60),
      this.seconds % 60,
    ];
    return ['h', 'm', 's'].map((unit, index) => (parts[index] ? `${parts[index]}${unit}` : '')).join('');
  }

  toJSON(): string {
    return this.toString();
  }
}

function sum(parts: readonly (string | undefined)[]): number {
  return ['h', 'm', 's'].reduce(
    (total, unit, index) => total + Number(parts[index] ?? 0) * (SECONDS[unit] ?? 0),
    0,
  );
}
