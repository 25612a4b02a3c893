import type { StackState, StateResource } from '@plinth/testing';

/** What a state says of a resource, without what differs between two runs: times, places in source, ciphertext. */
export interface Stored {
  readonly urn: string;
  readonly id: string | undefined;
  readonly parent: string | undefined;
  readonly protect: boolean;
  readonly inputs: unknown;
}

/** The resources of a state by their URN. */
export function stored({ deployment }: StackState): Stored[] {
  return (deployment.resources ?? [])
    .map(({ urn, id, parent, protect = false, inputs }: StateResource) => ({
      urn,
      id,
      parent,
      protect,
      inputs: withoutCiphertext(inputs),
    }))
    .sort((one, other) => (one.urn < other.urn ? -1 : 1));
}

function withoutCiphertext(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (typeof value !== 'object' || value === null) return value;
  if ('ciphertext' in value) return '[secret]';
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutCiphertext(each)]));
}
