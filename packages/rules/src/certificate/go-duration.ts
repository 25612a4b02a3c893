const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

const WHOLE = /^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*$/;
const PARTS = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** How a person may write one: Go has no days. */
export const GO_DURATION = 'hours, minutes and seconds, such as 24h or 1h30m';

/** The seconds of a duration as Go writes it. @see https://pkg.go.dev/time#ParseDuration */
export function tryGoSeconds(text: string): number | undefined {
  if (!WHOLE.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit = ''] of text.matchAll(PARTS)) seconds += Number(number) * (SECONDS[unit] ?? 0);
  return text.startsWith('-') ? -seconds : seconds;
}
