/** A day as the moment at which it begins; without one, now. Certificates count in seconds. */
export function instantOf(day: string | undefined): number {
  return day === undefined ? Date.now() : Date.parse(`${day}T00:00:00Z`);
}
