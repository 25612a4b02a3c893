import { PrometheusRule, type PrometheusRuleSpec } from '@plinth/crds';
import { PLATFORM_NAMESPACES, SYNC_OPTIONS_ANNOTATION } from '@plinth/gitops';
import { type ResolvedEnvironment, VAULT_CA } from '@plinth/model';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { metadataOf, type Place } from './place';

type AlertRule = NonNullable<NonNullable<PrometheusRuleSpec['groups']>[number]['rules']>[number];

interface Alert {
  readonly name: string;
  readonly expression: string;
  /** How long it has to hold, as Prometheus writes it: `15m`. @default it holds at once */
  readonly holds?: string;
  readonly severity: 'warning' | 'critical';
  /** It is of no object, and so of nobody else. @default the record says whose it is */
  readonly isOfPlatform?: boolean;
  readonly summary: string;
  readonly action: string;
}

const NAME = 'certificate-alerts';
const GUIDE = 'docs/guides/certificate-alerts.md';
const { certManager: NAMESPACE } = PLATFORM_NAMESPACES;

const DAY = 24 * 3600;

/** What is recorded for alerts and dashboards, once for each object, with the squad that answers for it. */
const EXPIRES = 'certificate:expiration_timestamp_seconds';
const RENEWS = 'certificate:renewal_timestamp_seconds';
const READY = { certificate: 'certificate:ready', issuer: 'certificate_issuer:ready' } as const;

/** Vault's own. Those under which Vault signs are no certificates of the cluster: `plinth check` judges them, each night. */
const AUTHORITY = `${EXPIRES}{namespace="${NAMESPACE}", name="${VAULT_CA.configMap}"}`;

const SUBJECT = 'certificate {{ $labels.namespace }}/{{ $labels.name }}';

/**
 * What is known of certificates before a connection fails. Each certificate has its own window for renewal, which cert-manager
 * tells with the certificate: no life is written here a second time.
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 */
export function certificateAlerts(scope: Construct, place: Place, { squads }: ResolvedEnvironment): void {
  const chart = new Chart(new Construct(scope, NAME), NAME, { namespace: NAMESPACE });
  const { annotations, ...metadata } = metadataOf(NAME, 'alerts', place);
  const owned = { owner: place.squad.name, squads: squads.map(({ name }) => name) };
  new PrometheusRule(chart, `PrometheusRule-${NAME}`, {
    metadata: {
      ...metadata,
      // On an empty cluster the definition arrives in the same sync.
      annotations: { ...annotations, [SYNC_OPTIONS_ANNOTATION]: 'SkipDryRunOnMissingResource=true' },
    },
    spec: {
      // In this order: alerts read what is recorded.
      groups: [
        { name: 'certificates', rules: [...records(owned), ...ALERTS.map((alert) => ruleOf(alert, owned))] },
      ],
    },
  });
}

const ALERTS: readonly Alert[] = [
  {
    name: 'CertificateExpiresSoon',
    expression: `${EXPIRES} - time() < (${EXPIRES} - ${RENEWS}) / 2`,
    severity: 'critical',
    summary: `${SUBJECT} ends in {{ $value | humanizeDuration }}, and half of the time for its renewal is over`,
    action: 'find out why it is not renewed, before nobody can call the service',
  },
  {
    name: 'CertificateRenewalOverdue',
    expression: `time() - ${RENEWS} > 0`,
    holds: '30m',
    severity: 'warning',
    summary: `${SUBJECT} was due for renewal {{ $value | humanizeDuration }} ago`,
    action: 'read the conditions of its newest CertificateRequest',
  },
  {
    name: 'CertificateNotReady',
    expression: `${READY.certificate} == 0`,
    holds: '15m',
    severity: 'warning',
    summary: `${SUBJECT} is not ready`,
    action: 'read its conditions, and those of its newest CertificateRequest',
  },
  {
    name: 'IssuerNotReady',
    expression: `${READY.issuer} == 0`,
    holds: '15m',
    severity: 'warning',
    summary: 'issuer {{ $labels.namespace }}/{{ $labels.name }} cannot sign',
    action: 'read its conditions; where all issuers say so, look at Vault',
  },
  {
    name: 'CertificateRenewalsFail',
    expression:
      'sum by (controller) (rate(certmanager_controller_sync_error_count[15m])) / sum by (controller) (rate(certmanager_controller_sync_call_count[15m])) > 0.5',
    holds: '15m',
    severity: 'warning',
    isOfPlatform: true,
    summary: 'more than half of what {{ $labels.controller }} of cert-manager does fails',
    // A request that Vault refuses to sign is none of them: to cert-manager that is an answer.
    action:
      'read the log of cert-manager: it cannot reach or log in to Vault, or cannot reach the API server. A refusal to sign is not counted here: CertificateRenewalOverdue tells of it',
  },
  {
    name: 'AuthorityEndsWithinAYear',
    expression: `${AUTHORITY} - time() < ${365 * DAY}`,
    // It is renewed a year before its end: that is no reason to wake anybody.
    holds: '1d',
    severity: 'warning',
    summary: 'the authority {{ $labels.name }} ends in {{ $value | humanizeDuration }}',
    action: 'find out why it was not renewed a year before its end',
  },
  {
    name: 'AuthorityEndsSoon',
    expression: `${AUTHORITY} - time() < ${90 * DAY}`,
    severity: 'critical',
    summary:
      'the authority {{ $labels.name }} ends in {{ $value | humanizeDuration }}, and with it every connection to Vault',
    // Issuers have it as caBundle, out of Git; an agent reads its file once.
    action:
      'look whether it is renewed; then run plinth certs trust and plinth synth, merge, and roll out what has secrets: cert-manager knows Vault from Git, and the agents in pods read the authority at their start',
  },
  {
    name: 'CertManagerAbsent',
    expression: 'absent(certmanager_clock_time_seconds_gauge)',
    holds: '10m',
    severity: 'critical',
    isOfPlatform: true,
    summary: 'nobody hears of cert-manager: no certificate is renewed, or no alert would say so',
    action: 'look whether its pods run, and whether port 9402 is scraped',
  },
];

/** A certificate that was never issued has the time 0: it ends at no time, and is not ready. */
function records(owned: Owned): AlertRule[] {
  return [
    record(EXPIRES, 'certmanager_certificate_expiration_timestamp_seconds > 0', owned),
    record(RENEWS, 'certmanager_certificate_renewal_timestamp_seconds > 0', owned),
    record(READY.certificate, 'certmanager_certificate_ready_status{condition="True"}', owned),
    record(READY.issuer, 'certmanager_issuer_ready_status{condition="True"}', owned),
  ];
}

interface Owned {
  /** Who answers for what is no squad's. */
  readonly owner: string;
  readonly squads: readonly string[];
}

/**
 * Who is called: the squad in whose namespace it is, or the platform. A scrape that does not keep the labels of what it reads calls
 * that namespace `exported_namespace`. Both replicas of cert-manager tell of the same object.
 */
function record(name: string, expression: string, { owner, squads }: Owned): AlertRule {
  const placed = `label_replace(${expression}, "namespace", "$1", "exported_namespace", "(.+)")`;
  const ours = `label_replace(${placed}, "squad", "${owner}", "", "")`;
  const owned = `label_replace(${ours}, "squad", "$1", "namespace", "(${squads.join('|')})")`;
  return { record: name, expr: `max by (namespace, name, squad) (${owned})` };
}

function ruleOf(alert: Alert, { owner }: Owned): AlertRule {
  const { name, expression, holds, severity, isOfPlatform = false, summary, action } = alert;
  return {
    alert: name,
    expr: expression,
    ...(holds !== undefined && { for: holds }),
    labels: { severity, ...(isOfPlatform && { squad: owner }) },
    annotations: { summary, action, runbook_url: `${GUIDE}#${name.toLowerCase()}` },
  };
}
