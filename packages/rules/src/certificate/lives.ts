import type { JsonObject } from '../json';
import type { Fault } from '../rule';
import { isAuthority, isOfService, quoted } from './certificate';
import { GO_DURATION, tryGoSeconds } from './go-duration';

const HOUR = 3600;

/** What cert-manager asks for when nothing is said. */
const DEFAULT_DURATION = 2160 * HOUR;

/** Its webhook refuses less. @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec */
const SHORTEST_DURATION = HOUR;
const SHORTEST_RENEWAL = 300;

/** A service is renewed by itself, so a week is the longest that a stolen key is of use. */
const LONGEST = { service: 168, other: 2400 } as const;

/** Renewal comes before the end, early enough to fail for a while unnoticed. */
export function* lifeFaults(spec: JsonObject): Iterable<Fault> {
  const duration = yield* secondsAt('duration', spec);
  const renewal = yield* secondsAt('renewBefore', spec);
  if (duration === null || renewal === null) return;
  const life = duration ?? DEFAULT_DURATION;
  const shown = spec.duration === undefined ? 'nothing, and so 2160h' : quoted(spec.duration);
  if (life < SHORTEST_DURATION) yield fault('duration', shown, 'at least 1h', 'write a longer life');
  const most = isOfService(spec) ? LONGEST.service : LONGEST.other;
  if (!isAuthority(spec) && life > most * HOUR)
    yield fault('duration', shown, `at most ${most}h`, 'write a shorter life');
  if (renewal !== undefined) yield* renewalFaults(spec, renewal, life);
  else if (!isAuthority(spec)) yield* shareFaults(spec);
}

function* renewalFaults(spec: JsonObject, renewal: number, life: number): Iterable<Fault> {
  const shown = quoted(spec.renewBefore);
  if (renewal < SHORTEST_RENEWAL)
    yield fault('renewBefore', shown, 'at least 5m', 'renew earlier: one failure must not end a service');
  else if (renewal >= life)
    yield fault(
      'renewBefore',
      shown,
      'less than the duration',
      'renew later: it would be renewed without end',
    );
  else if (!isAuthority(spec) && renewal * 4 > life * 3)
    yield fault(
      'renewBefore',
      shown,
      'at most three quarters of the duration',
      'renew later: each certificate would soon be followed by another',
    );
  else if (!isAuthority(spec) && renewal * 3 < life)
    yield fault(
      'renewBefore',
      shown,
      'at least a third of the duration',
      'renew earlier, so that an outage of the issuer ends before a certificate does',
    );
}

/** cert-manager's own default is a third. */
function* shareFaults({ renewBeforePercentage: share }: JsonObject): Iterable<Fault> {
  if (share === undefined || (Number(share) >= 34 && Number(share) < 100)) return;
  yield fault('renewBeforePercentage', quoted(share), '34 to 99', 'write renewBefore in hours');
}

/** Null when it is no duration, which is then told. */
function* secondsAt(field: string, spec: JsonObject): Generator<Fault, number | null | undefined> {
  const value = spec[field];
  if (typeof value !== 'string') return undefined;
  const seconds = tryGoSeconds(value);
  if (seconds !== undefined) return seconds;
  yield fault(field, quoted(value), GO_DURATION, 'write it in hours: 90 days are 2160h');
  return null;
}

function fault(field: string, found: string, allowed: string, fix: string): Fault {
  return { path: `spec.${field}`, found, allowed, fix };
}
