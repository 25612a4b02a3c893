import { quantityError } from './_quantity-error';

const FACTORS: Readonly<Record<string, number>> = {
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Printed with the largest of these that divides the bytes. */
const PRINTED = ['Ti', 'T', 'Gi', 'G', 'Mi', 'M', 'Ki', 'K'] as const;

const ALLOWED =
  'a whole number with a unit: "256Mi", "8Gi" (powers of 1,024) or "512M", "512MB" (powers of 1,000)';

/**
 * Bytes of memory or storage. `1G` (1,000,000,000) and `1Gi` (1,073,741,824) are different values.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory
 */
export class Memory {
  private constructor(readonly bytes: number) {}

  static bytes(bytes: number): Memory {
    if (!Number.isSafeInteger(bytes) || bytes < 1) {
      throw quantityError('memory', bytes, 'a whole number of bytes from 1', 'write for example 1048576');
    }
    return new Memory(bytes);
  }

  static mebibytes(amount: number): Memory {
    return Memory.parse(`${amount}Mi`);
  }

  static gibibytes(amount: number): Memory {
    return Memory.parse(`${amount}Gi`);
  }

  /**
   * `"256Mi"`, `"8Gi"`, `"512M"`, `"512MB"`.
   * @throws UserError `unit-memory` for anything else: a bare number has no unit, and a fraction is not exact
   */
  static parse(value: unknown): Memory {
    const [, digits = '', unit = ''] =
      typeof value === 'string' ? (/^(\d+)([KMGT]i?)B?$/.exec(value) ?? []) : [];
    const bytes = Number(digits) * (FACTORS[unit] ?? Number.NaN);
    if (!Number.isSafeInteger(bytes) || bytes < 1) {
      const bare = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
      throw quantityError(
        'memory',
        value,
        ALLOWED,
        bare ? 'add the unit, for example "Mi"' : 'write for example "256Mi"',
      );
    }
    return new Memory(bytes);
  }

  equals(other: Memory): boolean {
    return this.bytes === other.bytes;
  }

  compare(other: Memory): number {
    return this.bytes - other.bytes;
  }

  times(factor: number): Memory {
    return new Memory(Math.ceil(this.bytes * factor));
  }

  /** As Kubernetes prints it: `256Mi`, `8Gi`, `512M`. */
  toString(): string {
    const unit = PRINTED.find((candidate) => this.bytes % (FACTORS[candidate] ?? 1) === 0);
    return unit === undefined ? String(this.bytes) : `${this.bytes / (FACTORS[unit] ?? 1)}${unit}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
