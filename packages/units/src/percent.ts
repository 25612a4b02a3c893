import { quantityError } from './_quantity-error';

/** A share from 1 to 100 in whole percent. */
export class Percent {
  private constructor(readonly value: number) {}

  /**
   * `70` or `"70%"`.
   * @throws UserError `unit-percent` for anything else: `"70"` could be a count
   */
  static parse(value: unknown): Percent {
    const number = typeof value === 'string' ? Number(/^(\d+)%$/.exec(value)?.[1] ?? Number.NaN) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 100) {
      throw quantityError(
        'percent',
        value,
        'a whole number from 1 to 100, or text such as "70%"',
        'write for example 70',
      );
    }
    return new Percent(number);
  }

  equals(other: Percent): boolean {
    return this.value === other.value;
  }

  compare(other: Percent): number {
    return this.value - other.value;
  }

  toString(): string {
    return `${this.value}%`;
  }

  toJSON(): string {
    return this.toString();
  }
}
