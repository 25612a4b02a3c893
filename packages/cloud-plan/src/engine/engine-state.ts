import type { Problem } from '@plinth/errors';
import type { Answers } from '../answers';
import type { PlannedResource, PlannedValue, PlanReference } from '../plan';
import type { OutputNames } from './output-names';
import type { StackIdentity } from './urn';

/** What the engine is told before a program starts. */
export interface EngineSettings {
  readonly identity: StackIdentity;
  /** The folder of the program, for messages. */
  readonly where: string;
  /** Providers that a resource must name, as in `pulumi:disable-default-providers`; `*` is all. */
  readonly disabledDefaultProviders: readonly string[];
  readonly references: ReadonlyMap<string, PlanReference>;
  readonly answers: Answers;
  readonly outputNames: OutputNames;
}

export interface LoggedLine {
  readonly severity: 'debug' | 'info' | 'warning' | 'error';
  readonly text: string;
}

/** What the engine has heard while a program ran. */
export interface EngineState {
  readonly resources: Map<string, PlannedResource>;
  readonly problems: Problem[];
  /** What went wrong in the engine itself, or in an answer that a test gave. */
  readonly faults: unknown[];
  readonly lines: LoggedLine[];
  /** The names of outputs of each stack that was referred to. */
  readonly referenced: Map<string, readonly string[]>;
  /** The plain text of secrets that were seen, so that no message repeats one. */
  readonly secrets: Set<string>;
  outputs: { readonly [key: string]: PlannedValue };
  rootUrn: string;
}

export function emptyState(): EngineState {
  return {
    resources: new Map(),
    problems: [],
    faults: [],
    lines: [],
    referenced: new Map(),
    secrets: new Set(),
    outputs: {},
    rootUrn: '',
  };
}
