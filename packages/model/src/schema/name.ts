import { text } from './_leaf';

/** Names that a cluster, a file system or a language already gives a meaning to. */
const RESERVED = new Set([
  'default',
  'constructor',
  'prototype',
  'con',
  'prn',
  'aux',
  'nul',
  'argocd',
  'projects',
  'root',
  'stack-platform',
  'cert-manager',
  'trust-manager',
  'vault',
  'vault-agent',
  'service-proxy',
  'custom-metrics',
  'custom-metrics-stackdriver-adapter',
  'gateway',
  'base',
  'all',
  'none',
]);

const LABEL = /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/;

/** Is it a name that Kubernetes takes in every place where we put it, and not a reserved word? */
export function isName(value: string, longest: number): boolean {
  return value.length <= longest && LABEL.test(value) && !RESERVED.has(value) && !value.startsWith('kube-');
}

/**
 * The longest name of a service: the tightest of its uses is a CronJob, to whose name Kubernetes adds
 * eleven characters for each run.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export const LONGEST_SERVICE_NAME = 52;

/** The longest name of a squad: it is a namespace, and part of role and project names. */
export const LONGEST_SQUAD_NAME = 40;

const FIX = 'rename it, for example to "order-matcher"';

export function nameRule(longest: number): string {
  return `a name of 1 to ${longest} lower-case letters, digits and single hyphens that starts with a letter and is no reserved word`;
}

function name(longest: number) {
  return text(new RegExp(`^(?=.{1,${longest}}$)${LABEL.source.slice(1)}`), nameRule(longest), FIX);
}

export const serviceName = name(LONGEST_SERVICE_NAME);
export const squadName = name(LONGEST_SQUAD_NAME);

/**
 * The name of a port.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
 */
export const portName = text(
  /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9]))*$/,
  'a port name of 1 to 15 lower-case letters, digits and single hyphens with at least one letter',
  'shorten it, for example to "api"',
);
