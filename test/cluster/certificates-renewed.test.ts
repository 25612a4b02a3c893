import type { X509Certificate } from 'node:crypto';
import { VAULT_MOUNTS } from '@plinth/model';
import { measured, Promtool, until } from '@plinth/testing';
import { engines } from './_cluster';
import { CertifiedEnvironment } from './certificates/certified-environment';
import { handshake } from './certificates/handshake';
import { belongTogether, endOf, type Issued, issued } from './certificates/issued';
import { seriesOf, type TestSeries } from './certificates/scraped';

/** How long what Vault issues lives, in seconds; the rest of it is as declared. */
const LIFE = 45;
/** Cert-manager renews these a third before their end, for a life that began a minute before they were made. */
const WINDOW = (LIFE + 60) / 3;
const [SERVER, CLIENT] = ['bank-core', 'bank-gateway'] as const;

let here: CertifiedEnvironment;
let root: string;
beforeAll(async () => {
  here = await CertifiedEnvironment.start('prod', await engines());
  const vault = here.vault.vault.root;
  for (const service of [SERVER, CLIENT]) {
    const role = `${VAULT_MOUNTS.pki}/roles/${service}`;
    const { data } = await vault.succeed('read', role);
    await vault.succeed('write', role, { ...data, ttl: LIFE, max_ttl: LIFE });
  }
  const { data } = await vault.succeed('read', `${VAULT_MOUNTS.pkiRoot}/cert/ca`);
  root = String(data?.certificate);
  await here.apply(SERVER, CLIENT);
  for (const service of [SERVER, CLIENT]) await here.ready(here.certificate(service));
});
afterAll(async () => {
  const { plinthTestFailed = false } = globalThis as { plinthTestFailed?: boolean };
  await here?.stop({ keepLogs: plinthTestFailed });
});

const current = (service: string) => issued(here.api, here.certificate(service));

/** Whether one of the two is being made. */
async function isIssuing(): Promise<boolean> {
  const conditions = await Promise.all(
    [SERVER, CLIENT].map((service) => here.condition(here.certificate(service), 'Issuing')),
  );
  return conditions.some((condition) => condition?.status === 'True');
}

test('three renewals in a row: each with a key of its own, and never is there one that has ended', async () => {
  const seen: Issued[] = [];
  let least = Number.POSITIVE_INFINITY;
  await until(
    'it was renewed three times',
    async () => {
      const one = await current(SERVER);
      const left = (endOf(one.leaf) - Date.now()) / 1000;
      least = Math.min(least, left);
      expect(belongTogether(one)).toBe(true);
      if (seen.at(-1)?.leaf.serialNumber !== one.leaf.serialNumber) seen.push(one);
      return seen.length === 4;
    },
    { seconds: 240 },
  );
  measured('Renewals', { certificates: seen.length - 1, 'life s': LIFE, 'least left s': least });
  expect(least).toBeGreaterThan(0);
  expect(new Set(seen.map(({ leaf }) => leaf.publicKey.export({ type: 'spki', format: 'pem' }))).size).toBe(
    4,
  );
  for (const [at, { leaf }] of seen.entries()) {
    const next = seen[at + 1];
    if (next !== undefined) expect(Date.parse(next.leaf.validFrom)).toBeLessThan(endOf(leaf));
  }
});

interface Asked {
  /** Seconds after the first value. */
  readonly at: number;
  readonly expression: string;
  /** @default there is none */
  readonly value?: number;
}

/** Lets Prometheus evaluate the rendered alerts over these series. */
async function judge(
  series: readonly TestSeries[],
  interval: string,
  asked: readonly Asked[],
): Promise<void> {
  const promtool = new Promtool({ engines: await engines() });
  const { workspace } = here.vault;
  workspace.write('rules.yaml', JSON.stringify(here.find('PrometheusRule', 'certificate-alerts').spec));
  const tests = {
    rule_files: ['rules.yaml'],
    evaluation_interval: interval,
    tests: [
      {
        interval,
        input_series: series,
        promql_expr_test: asked.map(({ at, expression, value }) => ({
          expr: expression,
          eval_time: `${Math.floor(at)}s`,
          exp_samples: value === undefined ? [] : [{ labels: '{}', value }],
        })),
      },
    ],
  };
  expect(promtool.testRules(workspace.write('alerts.yaml', JSON.stringify(tests)))).toContain('SUCCESS');
}

describe('when cert-manager is away for longer than its window for renewal', () => {
  let scraped: { readonly text: string; readonly at: number; readonly leaf: X509Certificate };
  let before: Issued;
  beforeAll(async () => {
    for (;;) {
      scraped = await until('cert-manager tells of the newest, and makes no other', async () => {
        if (await isIssuing()) return false;
        const { leaf } = await current(SERVER);
        const text = await here.certManager.metrics();
        const told =
          /^certmanager_certificate_expiration_timestamp_seconds\{.*name="bank-core".*\} (\S+)$/m.exec(text);
        return Number(told?.[1]) === endOf(leaf) / 1000 && { text, at: Date.now() / 1000, leaf };
      });
      await here.certManager.stop();
      before = await current(SERVER);
      if (before.leaf.serialNumber === scraped.leaf.serialNumber && !(await isIssuing())) return;
      // One was renewed between the two. What is signed, not yet stored, and ends meanwhile has failed: the next try is an hour later.
      await here.certManager.restart();
    }
  });

  test('the peer is taken until its certificate ends, and refused from then on', async () => {
    expect(await handshake({ server: before, client: await current(CLIENT), root })).toEqual({
      client: 'ok',
      server: 'ok',
    });
    await until(
      'it has ended',
      async () => Date.now() > endOf((await current(CLIENT)).leaf) && Date.now() > endOf(before.leaf),
      { seconds: 120 },
    );
    expect((await current(SERVER)).leaf.serialNumber).toBe(before.leaf.serialNumber);
    const late = await current(CLIENT);
    expect(await handshake({ server: before, client: late, root })).toMatchObject({
      client: 'CERT_HAS_EXPIRED',
    });
    expect(await handshake({ server: before, client: late, root, isClientCareless: true })).toMatchObject({
      server: 'CERT_HAS_EXPIRED',
    });
  });

  test('an alert comes of its absence, hours before the end of what lives as long as is declared', async () => {
    const series = seriesOf(scraped.text, scraped.at, ' stale');
    const firing = 'ALERTS{alertstate="firing"}';
    const absent = 'ALERTS{alertname="CertManagerAbsent", alertstate="firing", squad="platform"}';
    const minutes = 10;
    await judge(series, '15s', [
      { at: (minutes - 1) * 60, expression: `count(${firing})` },
      { at: (minutes + 1) * 60, expression: `count(${firing})`, value: 1 },
      { at: (minutes + 1) * 60, expression: `count(${absent})`, value: 1 },
    ]);
    for (const { spec } of here.certificates) expect(spec.renewBefore).toBe('16h');
  });

  test('one that is there, and tells the same until the end, is told of when half of the window is over', async () => {
    const series = seriesOf(scraped.text, scraped.at, `+0x${LIFE}`);
    const late =
      'count(ALERTS{alertname="CertificateExpiresSoon", alertstate="firing", namespace="bank", name="bank-core", squad="bank"})';
    const left = endOf(before.leaf) / 1000 - scraped.at;
    const half = left - WINDOW / 2;
    await judge(series, '1s', [
      { at: half - 3, expression: late },
      { at: half + 3, expression: late, value: 1 },
    ]);
    await expect(judge(series, '1s', [{ at: half + 3, expression: late }])).rejects.toThrow('FAILED');
  });

  test('it is renewed when cert-manager is back, and peers take it again', async () => {
    const began = Date.now();
    await here.certManager.restart();
    const after = await until(
      'both are renewed',
      async () => {
        const both = [await current(SERVER), await current(CLIENT)] as const;
        return both.every(({ leaf }) => endOf(leaf) > Date.now()) && both;
      },
      { seconds: 300 },
    );
    measured('Certificates', {
      what: 'both that had ended are renewed after cert-manager is back',
      certificates: 2,
      seconds: (Date.now() - began) / 1000,
    });
    const [server, client] = after;
    expect(await handshake({ server, client, root })).toEqual({ client: 'ok', server: 'ok' });
  });
});
