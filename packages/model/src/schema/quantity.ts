import { show, UserError } from '@plinth/errors';
import { Cpu, Duration, Memory, Percent } from '@plinth/units';
import { leaf, quantity } from './_leaf';

export const cpu = quantity<number | string, Cpu>(
  (value) => Cpu.parse(value),
  ['number', 'string'],
  'processor time in cores: 0.2 or "200m"',
);
export const memory = quantity<string, Memory>(
  (value) => Memory.parse(value),
  'string',
  'bytes with a unit: "256Mi", "8Gi", "512MB"',
);
export const duration = quantity<string, Duration>(
  (value) => Duration.parse(value),
  'string',
  'a length of time: "30s", "5m", "1h30m"',
);
export const percent = quantity<number | string, Percent>(
  (value) => Percent.parse(value),
  ['number', 'string'],
  'a share in percent: 70 or "70%"',
);

/** A duration within bounds. */
export function durationBetween(min: string, max: string) {
  const [shortest, longest] = [Duration.parse(min), Duration.parse(max)];
  return quantity<string, Duration>(
    (value) => {
      const parsed = Duration.parse(value);
      if (parsed.compare(shortest) >= 0 && parsed.compare(longest) <= 0) return parsed;
      return outOfBounds(value, min, max);
    },
    'string',
    `a length of time from ${min} to ${max}`,
  );
}

function outOfBounds(value: unknown, min: string, max: string): never {
  // The bounds travel in the same form as every other quantity's error.
  throw new UserError({
    code: 'duration-bounds',
    where: 'duration',
    found: show(value),
    allowed: `a length of time from ${min} to ${max}`,
    fix: `write for example "${min}"`,
  });
}

/** A share of time such as 99.9: what users are promised. */
export const availability = leaf<number>({
  allowed: 'a percentage of time from 90 to 99.999, as a number',
  fix: 'write for example 99.9',
  json: 'number',
  parse: (value) => (typeof value === 'number' && value >= 90 && value <= 99.999 ? value : undefined),
});
