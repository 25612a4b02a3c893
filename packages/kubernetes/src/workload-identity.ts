import { show, UserError } from '@plinth/errors';
import type { Cidr } from '@plinth/units';
import { CidrPeer, readCidrs } from './peer';
import { resolveAll } from './resolve';

/**
 * Who a workload is in Google Cloud. It brings the account's name on the ServiceAccount, and the ways without which
 * that name is worth nothing: to the metadata server, which hands out tokens, and to Google's APIs. Everybody else
 * reaches neither.
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
 */
export interface WorkloadIdentity {
  /** The e-mail of its Google service account; somebody lets the Kubernetes one act as it. */
  readonly googleServiceAccount: string;
  /** Where the network reaches Google's APIs. @default - `private.googleapis.com`, 199.36.153.8/30 */
  readonly googleApis?: readonly (Cidr | string)[];
}

export interface ResolvedWorkloadIdentity {
  readonly googleServiceAccount: string;
  /** What it has to reach, and nobody else may. */
  readonly peers: readonly CidrPeer[];
}

/** @see https://cloud.google.com/vpc/docs/configure-private-google-access */
const PRIVATE_GOOGLE_APIS = '199.36.153.8/30';

/** Under Dataplane V2 a policy sees the address that the pod asked, not the node's own port behind it. */
const METADATA_SERVER = CidrPeer.of({ cidrs: ['169.254.169.254/32'], ports: [80] });

const ANNOTATION = 'iam.gke.io/gcp-service-account';

/** Longest id, then a project; never the default accounts, which others share. */
const EMAIL =
  /^[a-z](?=[a-z0-9-]{5,29}@)[a-z0-9-]*[a-z0-9]@[a-z](?=[a-z0-9-]{5,29}\.)[a-z0-9-]*[a-z0-9]\.iam\.gserviceaccount\.com$/;

/** @throws UserError `google-service-account`, and what `readCidrs` throws */
export function resolveWorkloadIdentity(
  input: WorkloadIdentity | undefined,
): ResolvedWorkloadIdentity | undefined {
  if (input === undefined) return undefined;
  const { googleServiceAccount, googleApis } = resolveAll({
    googleServiceAccount: () => readEmail(input.googleServiceAccount),
    googleApis: () => readCidrs(input.googleApis ?? [PRIVATE_GOOGLE_APIS]),
  });
  return {
    googleServiceAccount,
    peers: [METADATA_SERVER, CidrPeer.of({ cidrs: googleApis, ports: [443] })],
  };
}

/** What a ServiceAccount says of who it is elsewhere. */
export function _identityAnnotations(
  identity: ResolvedWorkloadIdentity | undefined,
): Readonly<Record<string, string>> {
  return identity === undefined ? {} : { [ANNOTATION]: identity.googleServiceAccount };
}

function readEmail(value: unknown): string {
  if (typeof value === 'string' && EMAIL.test(value)) return value;
  throw new UserError({
    code: 'google-service-account',
    where: 'googleServiceAccount',
    found: show(value),
    allowed: 'the e-mail of a service account of a project, never a default one that others share',
    fix: 'write for example "ledger@acme-prod.iam.gserviceaccount.com"',
  });
}
