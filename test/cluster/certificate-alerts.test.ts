import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Promtool, readManifests, Workspace } from '@plinth/testing';
import { company } from '../../environments';
import { root } from '../company/read-releases';
import { engines } from './_cluster';
import type { Loose } from './accepted/refused-pods';

const HOUR = 60;
const DAY = 24 * HOUR;

/** The same in every environment but for the squads. */
const environment = company.environments.at(-1)?.name ?? '';
const { spec } = readManifests(join(root, 'manifests', environment, 'platform/cert-manager')).find(
  ({ kind }) => kind === 'PrometheusRule',
) as Loose;
const alerts: readonly Loose[] = spec.groups[0].rules.filter(({ alert }: Loose) => alert !== undefined);

let workspace: Workspace;
let promtool: Promtool;
let rules: string;
beforeAll(async () => {
  workspace = new Workspace('certificate-alerts');
  promtool = new Promtool({ engines: await engines() });
  rules = workspace.write('rules.yaml', JSON.stringify(spec));
});
afterAll(() => workspace.remove({ keepLogs: false }));

test('every expression is one that Prometheus reads', () => {
  expect(promtool.checkRules(rules)).toContain(`${spec.groups[0].rules.length} rules found`);
});

test('every alert says how bad it is, what to do, and where that is written', () => {
  for (const { alert, labels, annotations } of alerts) {
    expect(labels.severity).toMatch(/^(warning|critical)$/);
    expect(annotations.action).toMatch(/\w/);
    const [page = '', anchor] = annotations.runbook_url.split('#');
    expect(existsSync(join(root, page))).toBe(true);
    expect(anchor).toBe(alert.toLowerCase());
    expect(readFileSync(join(root, page), 'utf8')).toContain(`\n## ${alert}\n`);
  }
});

test.each([
  ['AuthorityEndsSoon', ['plinth certs trust', 'plinth synth', 'roll out what has secrets']],
  ['CertificateRenewalsFail', ['not counted', 'CertificateRenewalOverdue']],
])('%s says what goes beyond the object that it is about', (name, words) => {
  const { annotations } = alerts.find(({ alert }) => alert === name) as Loose;
  for (const word of words) expect(annotations.action).toContain(word);
});

/** Of a certificate of a day, renewed after a third: both replicas of cert-manager tell of it. */
const LEDGER = 'namespace="exchange",name="ledger"';
const AUTHORITY = 'namespace="cert-manager",name="vault-ca"';

const expires = (minutes: number, of = LEDGER) =>
  constant(`certmanager_certificate_expiration_timestamp_seconds{${of}}`, minutes * 60);
const renews = (minutes: number, of = LEDGER) =>
  constant(`certmanager_certificate_renewal_timestamp_seconds{${of}}`, minutes * 60);
const day = [expires(24 * HOUR), renews(8 * HOUR)];

/** A series that does not change, for as many steps as the longest case has. */
function constant(series: string, value: number): Loose {
  return { series, values: `${value}+0x1500` };
}

const ledger = (severity: string) => ({ severity, squad: 'exchange', namespace: 'exchange', name: 'ledger' });
const authority = (severity: string) => ({
  severity,
  squad: 'platform',
  namespace: 'cert-manager',
  name: 'vault-ca',
});

interface Case {
  readonly alert: string;
  readonly series: readonly Loose[];
  /** The last minute at which it is silent, and the first at which it is not. */
  readonly silent: number;
  readonly fires: number;
  readonly labels: Loose;
  readonly summary: string;
  /** Minutes from one evaluation to the next. @default 1 */
  readonly step?: number;
}

const cases: readonly Case[] = [
  {
    alert: 'CertificateExpiresSoon',
    series: day,
    silent: 16 * HOUR,
    fires: 16 * HOUR + 1,
    labels: ledger('critical'),
    summary: 'certificate exchange/ledger ends in 7h 59m 0s, and half of the time for its renewal is over',
  },
  {
    alert: 'CertificateRenewalOverdue',
    series: day,
    silent: 8 * HOUR + 30,
    fires: 8 * HOUR + 31,
    labels: ledger('warning'),
    summary: 'certificate exchange/ledger was due for renewal 31m 0s ago',
  },
  {
    alert: 'CertificateNotReady',
    series: [
      constant(`certmanager_certificate_ready_status{${LEDGER},condition="True"}`, 0),
      constant(`certmanager_certificate_ready_status{${LEDGER},condition="False"}`, 1),
    ],
    silent: 14,
    fires: 15,
    labels: ledger('warning'),
    summary: 'certificate exchange/ledger is not ready',
  },
  {
    alert: 'IssuerNotReady',
    series: [constant(`certmanager_issuer_ready_status{${LEDGER},condition="True"}`, 0)],
    silent: 14,
    fires: 15,
    labels: ledger('warning'),
    summary: 'issuer exchange/ledger cannot sign',
  },
  {
    alert: 'CertificateRenewalsFail',
    series: [
      {
        series: 'certmanager_controller_sync_error_count{controller="certificaterequests-issuer-vault"}',
        values: '0+6x60',
      },
      {
        series: 'certmanager_controller_sync_call_count{controller="certificaterequests-issuer-vault"}',
        values: '0+10x60',
      },
    ],
    silent: 15,
    fires: 16,
    labels: { severity: 'warning', squad: 'platform', controller: 'certificaterequests-issuer-vault' },
    summary: 'more than half of what certificaterequests-issuer-vault of cert-manager does fails',
  },
  {
    alert: 'AuthorityEndsWithinAYear',
    series: [expires(400 * DAY, AUTHORITY)],
    silent: 36 * DAY,
    fires: 37 * DAY,
    step: DAY,
    labels: authority('warning'),
    summary: 'the authority vault-ca ends in 363d 0h 0m 0s',
  },
  {
    alert: 'AuthorityEndsSoon',
    series: [expires(100 * DAY, AUTHORITY)],
    silent: 10 * DAY,
    fires: 11 * DAY,
    step: DAY,
    labels: authority('critical'),
    summary: 'the authority vault-ca ends in 89d 0h 0m 0s, and with it every connection to Vault',
  },
  {
    alert: 'CertManagerAbsent',
    series: [{ series: 'certmanager_clock_time_seconds_gauge', values: '0+60x5 stale' }],
    silent: 15,
    fires: 16,
    labels: { severity: 'critical', squad: 'platform' },
    summary: 'nobody hears of cert-manager: no certificate is renewed, or no alert would say so',
  },
];

test('each alert has its boundary below', () => {
  expect(cases.map(({ alert }) => alert).sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});

test.each(cases)('$alert comes at its minute, and says whom it is for and what to do', (it) => {
  judge(
    it.series,
    it.alert,
    [{ at: it.silent }, { at: it.fires, labels: it.labels, summary: it.summary }],
    it.step,
  );
});

test.each<[string, string, readonly Loose[], number]>([
  [
    'a certificate that is renewed in time',
    'CertificateExpiresSoon',
    [expires(48 * HOUR), renews(32 * HOUR)],
    30 * HOUR,
  ],
  ['a certificate that was never issued', 'CertificateExpiresSoon', [expires(0), renews(0)], HOUR],
  ['a certificate that was never issued', 'CertificateRenewalOverdue', [expires(0), renews(0)], HOUR],
  [
    'an authority that is renewed a year before its end',
    'CertificateExpiresSoon',
    [expires(700 * DAY, AUTHORITY), renews(335 * DAY, AUTHORITY)],
    400 * DAY,
  ],
  [
    'a service called as the authority',
    'AuthorityEndsSoon',
    [expires(DAY, 'namespace="exchange",name="vault-ca"')],
    HOUR,
  ],
  [
    'a controller of which half fails',
    'CertificateRenewalsFail',
    [
      { series: 'certmanager_controller_sync_error_count{controller="issuers"}', values: '0+5x90' },
      { series: 'certmanager_controller_sync_call_count{controller="issuers"}', values: '0+10x90' },
    ],
    60,
  ],
  [
    'a replica that does not know yet what the other does',
    'CertificateNotReady',
    [
      constant(`certmanager_certificate_ready_status{${LEDGER},condition="True",pod="a"}`, 1),
      constant(`certmanager_certificate_ready_status{${LEDGER},condition="True",pod="b"}`, 0),
    ],
    HOUR,
  ],
  [
    'a cert-manager that is scraped',
    'CertManagerAbsent',
    [{ series: 'certmanager_clock_time_seconds_gauge', values: '0+60x90' }],
    HOUR,
  ],
])('%s is no %s', (_, alert, series, at) => {
  judge(series, alert, [{ at }], at > DAY * 2 ? DAY : 1);
});

test('a scrape that renames what it reads hides nobody', () => {
  const renamed = (series: Loose) => ({
    ...series,
    series: series.series.replace(
      '{namespace="exchange"',
      '{namespace="cert-manager",exported_namespace="exchange"',
    ),
  });
  judge(day.map(renamed), 'CertificateExpiresSoon', [
    {
      at: 16 * HOUR + 1,
      labels: ledger('critical'),
      summary: 'certificate exchange/ledger ends in 7h 59m 0s, and half of the time for its renewal is over',
    },
  ]);
});

test('two replicas that tell of the same certificate make one alert', () => {
  const both = ['a', 'b'].flatMap((pod) =>
    day.map(({ series, values }) => ({ series: series.replace('}', `,pod="${pod}"}`), values })),
  );
  judge(both, 'CertificateRenewalOverdue', [
    {
      at: 8 * HOUR + 31,
      labels: ledger('warning'),
      summary: 'certificate exchange/ledger was due for renewal 31m 0s ago',
    },
  ]);
});

interface Expectation {
  /** Minutes after the beginning of time. */
  readonly at: number;
  /** Absent where the alert is to be silent. */
  readonly labels?: Loose;
  readonly summary?: string;
}

/** @throws Error in promtool's words when an alert is silent that should not be, or the other way round */
function judge(
  series: readonly Loose[],
  alert: string,
  expectations: readonly Expectation[],
  step = 1,
): void {
  const rule = alerts.find((each) => each.alert === alert);
  const tests = expectations.map(({ at, labels, summary }) => ({
    eval_time: `${at}m`,
    alertname: alert,
    exp_alerts:
      labels === undefined ? [] : [{ exp_labels: labels, exp_annotations: { ...rule.annotations, summary } }],
  }));
  const file = workspace.write(
    'tests.yaml',
    JSON.stringify({
      rule_files: ['rules.yaml'],
      evaluation_interval: `${step}m`,
      tests: [{ interval: `${step}m`, input_series: series, alert_rule_test: tests }],
    }),
  );
  expect(promtool.testRules(file)).toContain('SUCCESS');
}
