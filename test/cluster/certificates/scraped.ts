/** A series of promtool's tests. */
export interface TestSeries {
  readonly series: string;
  readonly values: string;
}

/** What says at which moment something is. */
const MOMENT = /_timestamp_seconds$/;

/**
 * What cert-manager has told, as series. promtool's clock begins at 0: moments are counted from when they were told.
 * @param then how each goes on: `+0x45` stays as it is for 45 steps, ` stale` ends, as for Prometheus when nobody answers
 */
export function seriesOf(text: string, at: number, then: string): TestSeries[] {
  const lines = text.matchAll(/^(certmanager_(?:certificate|issuer|clock)_\w+)(\{.*\})? (\S+)$/gm);
  return [...lines].map(([, name = '', labels = '', value]) => {
    const counted = MOMENT.test(name) ? Number(value) - at : Number(value);
    return { series: `${name}${labels}`, values: `${counted}${then}` };
  });
}
