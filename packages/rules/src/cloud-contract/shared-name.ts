/** What both worlds call by one name: manifests use it, a program of the cloud creates it. */
export const SHARED_KINDS = [
  'workload identity',
  'registry repository',
  'gateway address',
  'gateway certificate',
  'host',
  'certified host',
  'key',
  'bucket',
  'topic',
  'subscription',
  'network range',
  'Vault login',
  'Vault role',
  'certificate role',
  'certified name',
] as const;

export type SharedKind = (typeof SHARED_KINDS)[number];

const IN_VAULT: readonly SharedKind[] = ['Vault login', 'Vault role', 'certificate role', 'certified name'];

/** The program that creates what has such a name. */
export function programOf(kind: SharedKind): string {
  return IN_VAULT.includes(kind) ? 'stacks/vault' : 'stacks/foundation';
}

/** One name on one side, and where it stands. */
export interface SharedName {
  readonly kind: SharedKind;
  readonly name: string;
  /** The object or resource, as a finding prints it. */
  readonly object: string;
  readonly file: string;
  readonly path?: string;
}

/** A resource that a program of the cloud would register, as far as it is read here. */
export interface PlannedObject {
  readonly type: string;
  readonly name: string;
  /** Types of the components that it belongs to, from the outermost. */
  readonly within: readonly string[];
  readonly inputs: { readonly [key: string]: unknown };
  /** The file of the plan. */
  readonly file: string;
}

/** `gcp:compute/address:Address gateway`: how a finding and the exception register name a planned resource. */
export function formatPlanned({ type, name }: Pick<PlannedObject, 'type' | 'name'>): string {
  return `${type} ${name}`;
}
