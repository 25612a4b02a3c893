import { show, UserError } from '@plinth/errors';
import { readLabelValue } from './label';
import { resolveAll } from './resolve';

/** Who answers for a workload: becomes the labels and annotations of all its objects. */
export interface Owner {
  /** The squad, and so the labels `owner` and `team`. */
  readonly squad: string;
  /** The squad's e-mail or role address, such as `exchange-oncall@example.com`. */
  readonly contact: string;
  /** The product that the workload belongs to. @default - the squad */
  readonly partOf?: string;
  /** The label `environment`, as the caller calls it. @default - no label */
  readonly environment?: string;
  /** The workload's part in the product, such as `api`. @default - the construct's kind */
  readonly component?: string;
  /** The day of the last firewall review, `2026-11-01` (PCI DSS 1.2.7). @default - no annotation */
  readonly networkReview?: string;
}

/** Labels and annotations that say whose an object is. */
export interface Identity {
  /** The workload's name; the one label that selects its pods. */
  readonly name: string;
  /** The same on every object and in every release. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The day of the last firewall review. */
export const NETWORK_REVIEW = 'network-controls/date';

/** The only label in selectors: immutable in Kubernetes, so never derived from a path. */
export const INSTANCE = 'app.kubernetes.io/instance';

export interface ResolvedOwner extends Required<Pick<Owner, 'squad' | 'contact' | 'component'>> {
  readonly partOf: string | undefined;
  readonly environment: string | undefined;
  readonly networkReview: string | undefined;
}

export function resolveOwner(owner: Owner, component: string): ResolvedOwner {
  return resolveAll<ResolvedOwner>({
    squad: () => readLabelValue(owner.squad),
    contact: () => readContact(owner.contact),
    partOf: () => (owner.partOf === undefined ? undefined : readLabelValue(owner.partOf)),
    component: () => readLabelValue(owner.component ?? component),
    environment: () => (owner.environment === undefined ? undefined : readLabelValue(owner.environment)),
    networkReview: () => (owner.networkReview === undefined ? undefined : readDay(owner.networkReview)),
  });
}

export function identity(name: string, owner: ResolvedOwner): Identity {
  return {
    name,
    labels: {
      app: name,
      'app.kubernetes.io/name': name,
      [INSTANCE]: name,
      'app.kubernetes.io/component': owner.component,
      'app.kubernetes.io/part-of': owner.partOf ?? owner.squad,
      'app.kubernetes.io/managed-by': 'plinth',
      owner: owner.squad,
      team: owner.squad,
      ...(owner.environment !== undefined && { environment: owner.environment }),
    },
    annotations: {
      email: owner.contact,
      ...(owner.networkReview !== undefined && { [NETWORK_REVIEW]: owner.networkReview }),
    },
  };
}

function readContact(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(value)) return value;
  throw new UserError({
    code: 'owner-contact',
    where: 'contact',
    found: show(value),
    allowed: 'an e-mail or role address',
    fix: 'write for example "exchange-oncall@example.com"',
  });
}

function readDay(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value)) return value;
  throw new UserError({
    code: 'owner-network-review',
    where: 'networkReview',
    found: show(value),
    allowed: 'a day as "YYYY-MM-DD"',
    fix: 'write for example "2026-11-01"',
  });
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
