import { UserError } from '@plinth/errors';
import { Duration } from '@plinth/units';

/** A length of time as people write it: `"30s"` or `Duration.seconds(30)`. */
export type DurationInput = Duration | string;

/**
 * A duration within bounds.
 * @throws UserError `unit-duration`, `duration-range`
 */
export function readDuration(input: DurationInput, least: Duration, most: Duration): Duration {
  const duration = input instanceof Duration ? input : Duration.parse(input);
  if (duration.compare(least) >= 0 && duration.compare(most) <= 0) return duration;
  throw new UserError({
    code: 'duration-range',
    where: 'duration',
    found: duration.toString(),
    allowed: `${least} to ${most}`,
    fix: `write for example "${duration.compare(least) < 0 ? least : most}"`,
  });
}
