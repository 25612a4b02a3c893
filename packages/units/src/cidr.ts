import { isIPv4, isIPv6 } from 'node:net';
import type { UserError } from '@plinth/errors';
import { quantityError } from './_quantity-error';

const ALLOWED = 'an address range such as "10.20.0.0/16", without bits behind the mask';

/** A range of IP addresses in its one canonical form. */
export class Cidr {
  private constructor(
    readonly text: string,
    /** Of an address: 32 or 128. */
    readonly bits: number,
    /** Leading bits that all addresses share. */
    readonly mask: number,
    private readonly first: bigint,
  ) {}

  /**
   * `"10.20.0.0/16"`, `"2001:db8::/32"`.
   * @throws UserError `unit-cidr` for no mask, an impossible mask, bits behind it, or another spelling
   */
  static parse(value: unknown): Cidr {
    const [, address = '', mask = ''] =
      (typeof value === 'string' && /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(value)) || [];
    const bits = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('.') ? 128 : 0;
    if (bits === 0) throw cidrError(value, missingMask(value) ?? 'write for example "10.20.0.0/16"');
    const length = Number(mask);
    if (String(length) !== mask || length > bits) throw cidrError(value, `write a mask from /8 to /${bits}`);
    const network = (toNumber(address, bits) >> BigInt(bits - length)) << BigInt(bits - length);
    const canonical = `${toAddress(network, bits)}/${length}`;
    if (canonical !== value) throw cidrError(value, `write "${canonical}"`);
    return new Cidr(canonical, bits, length, network);
  }

  /** The number of addresses; beyond 2^53 as near as a number can be. */
  get size(): number {
    return 2 ** (this.bits - this.mask);
  }

  overlaps(other: Cidr): boolean {
    if (this.bits !== other.bits) return false;
    const rest = BigInt(this.bits - Math.min(this.mask, other.mask));
    return this.first >> rest === other.first >> rest;
  }

  equals(other: Cidr): boolean {
    return this.text === other.text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

function missingMask(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (isIPv4(value)) return `write "${value}/32" for one address`;
  return isIPv6(value) ? `write "${value}/128" for one address` : undefined;
}

function toNumber(address: string, bits: number): bigint {
  if (bits === 32) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

function toAddress(value: bigint, bits: number): string {
  const size = bits === 32 ? 8 : 16;
  const parts = Array.from(
    { length: bits / size },
    (_, index) => (value >> BigInt(bits - size * (index + 1))) & ((1n << BigInt(size)) - 1n),
  );
  return bits === 32 ? parts.join('.') : compress(parts.map((part) => part.toString(16)));
}

/** Writes the longest run of zeros as `::` (RFC 5952). */
function compress(parts: readonly string[]): string {
  const text = parts.join(':');
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  const longest = runs[0];
  if (longest === undefined) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}

function cidrError(value: unknown, fix: string): UserError {
  return quantityError('cidr', value, ALLOWED, fix);
}
