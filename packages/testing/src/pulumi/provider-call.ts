import type { Properties } from './property-value';

/** One thing that the engine asked of a provider. */
export interface ProviderCall {
  readonly method: 'configure' | 'check' | 'diff' | 'create' | 'read' | 'update' | 'delete' | 'invoke';
  /** Of the resource, or of the provider that is configured; empty for an invoke. */
  readonly urn: string;
  /** The type of the resource, or the token of the function. */
  readonly type: string;
  /** Inputs or arguments, secrets in clear. */
  readonly inputs: Properties;
  /** Asked only to foretell, as in a preview. */
  readonly preview: boolean;
}
