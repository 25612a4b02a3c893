import { existsSync, readFileSync } from 'node:fs';

/** A request as the API server recorded it: who asked what of which object. */
export interface AuditEvent {
  readonly user: { readonly username: string };
  /** `create`, `delete` … */
  readonly verb: string;
  readonly objectRef?: {
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly requestObject?: Readonly<Record<string, unknown>>;
  readonly responseStatus?: { readonly code?: number };
  readonly requestReceivedTimestamp: string;
}

/**
 * Which requests are recorded: rules of an audit policy; what none of them names is not.
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
export type AuditRules = readonly object[];

export function auditPolicy(rules: AuditRules): string {
  return JSON.stringify({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    // Once, when the answer is known.
    omitStages: ['RequestReceived', 'ResponseStarted'],
    rules: [...rules, { level: 'None' }],
  });
}

/** The records of a file, oldest first; a line that is still being written is left for the next time. */
export function readAuditTrail(path: string): AuditEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as AuditEvent);
}
