import { NAME, type PropChecks, SERVER } from './checks';

/** One namespace of one cluster, both exact. */
export interface Destination {
  /** The API server. */
  readonly server: string;
  readonly namespace: string;
}

export function checkDestination(checks: PropChecks, prop: string, { server, namespace }: Destination): void {
  checks.text(`${prop}.server`, server, SERVER);
  checks.text(`${prop}.namespace`, namespace, NAME);
}
