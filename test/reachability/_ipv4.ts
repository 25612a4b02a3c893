const known = new Map<string, readonly [number, number]>();

/** The first and the last number of an IPv4 range; a plain address is a range of one. */
export function rangeOf(cidr: string): readonly [first: number, last: number] {
  // The same few ranges are asked about for every pair of endpoints.
  const range = known.get(cidr) ?? readRange(cidr);
  known.set(cidr, range);
  return range;
}

function readRange(cidr: string): readonly [first: number, last: number] {
  const [, address = '', mask = '32'] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(cidr) ?? [];
  const octets = address.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => !(octet <= 255)) || Number(mask) > 32)
    throw new Error(`${cidr} is no IPv4 range`);
  const size = 2 ** (32 - Number(mask));
  const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = number - (number % size);
  return [first, first + size - 1];
}

export function contains(cidr: string, address: string): boolean {
  const [first, last] = rangeOf(cidr);
  const [number] = rangeOf(address);
  return first <= number && number <= last;
}

/** `10.0.0.1` of its number. */
export function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
