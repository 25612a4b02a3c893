import { leaf } from './_leaf';

/** A day of the calendar. */
export const day = leaf<string>({
  allowed: 'a day such as "2027-03-31"',
  fix: 'write year, month and day',
  json: 'string',
  parse: (value) => (typeof value === 'string' && isDay(value) ? value : undefined),
});

function isDay(value: string): boolean {
  const time = /^20\d{2}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
