const STACK_TYPE = 'pulumi:pulumi:Stack';

export interface StackIdentity {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
}

/** `urn:pulumi:stack::project::parentType$type::name`; what belongs to the stack itself names no parent. */
export function urnOf({ stack, project }: StackIdentity, type: string, name: string, parent = ''): string {
  const parentType = qualifiedTypeOf(parent);
  const prefix = parentType === '' || parentType === STACK_TYPE ? '' : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

export function isStack(type: string): boolean {
  return type === STACK_TYPE;
}

/** `acme:cloud:Network$gcp:compute/network:Network` of a URN; empty for none. */
function qualifiedTypeOf(urn: string): string {
  return urn.split('::')[2] ?? '';
}
