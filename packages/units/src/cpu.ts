import { quantityError } from './_quantity-error';

const ALLOWED = 'cores as a number such as 0.5, or millicores such as "500m"';

/**
 * Processor time in cores; one core is 1,000 millicores.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu
 */
export class Cpu {
  private constructor(readonly milliCores: number) {}

  static cores(cores: number): Cpu {
    return Cpu.parse(cores);
  }

  static millis(milliCores: number): Cpu {
    if (!Number.isSafeInteger(milliCores) || milliCores < 1) {
      throw quantityError('cpu', milliCores, 'a whole number of millicores from 1', 'write for example 250');
    }
    return new Cpu(milliCores);
  }

  /**
   * `0.2`, `"0.2"` or `"200m"`.
   * @throws UserError `unit-cpu` for anything else, for zero, and below one millicore
   */
  static parse(value: unknown): Cpu {
    const milliCores = Cpu.tryMilliCores(value);
    if (milliCores === undefined) throw quantityError('cpu', value, ALLOWED, 'write for example 0.5');
    if (!Number.isSafeInteger(milliCores) || milliCores < 1) {
      throw quantityError(
        'cpu',
        value,
        `${ALLOWED}, at least "1m" and without fractions of it`,
        'write for example "100m"',
      );
    }
    return new Cpu(milliCores);
  }

  private static tryMilliCores(value: unknown): number | undefined {
    if (typeof value === 'number') return Number.isFinite(value) ? thousandfold(String(value)) : undefined;
    if (typeof value !== 'string') return undefined;
    const [, digits, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(value) ?? [];
    if (digits === undefined) return undefined;
    return unit === 'm' ? Number(digits) : thousandfold(digits);
  }

  equals(other: Cpu): boolean {
    return this.milliCores === other.milliCores;
  }

  compare(other: Cpu): number {
    return this.milliCores - other.milliCores;
  }

  times(factor: number): Cpu {
    return Cpu.millis(Math.ceil(this.milliCores * factor));
  }

  /** As Kubernetes prints it: `200m`, `4`. */
  toString(): string {
    return this.milliCores % 1000 === 0 ? String(this.milliCores / 1000) : `${this.milliCores}m`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Decimal text times 1,000 without binary rounding: 0.29 is 290, not 290.00000000000006. */
function thousandfold(decimal: string): number {
  return Number(`${decimal}e3`);
}
