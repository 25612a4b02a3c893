/** A series of promtool's tests. */
export interface TestSeries {
  readonly series: string;
  readonly values: string;
}

/** What says at which moment something is. */
const MOMENT = /_timestamp_seconds$/;

/**
 * What cert-manager has told, as series that stay as they are for some seconds. promtool's clock begins at 0: moments are counted
 * from when they were told.
 */
export function seriesOf(text: string, at: number, seconds: number): TestSeries[] {
  const lines = text.matchAll(/^(certmanager_(?:certificate|issuer)_\w+)(\{.*\}) (\S+)$/gm);
  return [...lines].map(([, name = '', labels = '', value]) => {
    const counted = MOMENT.test(name) ? Number(value) - at : Number(value);
    return { series: `${name}${labels}`, values: `${counted}+0x${seconds}` };
  });
}
